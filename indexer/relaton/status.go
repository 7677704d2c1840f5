package relaton

import (
	"strings"

	"chabiao/corpus"
)

// stageWords are the stages of Relaton's sources (IEC, ITU, IEEE, OIML, JIS,
// CCSDS, IETF, GB, CalConnect and others), lower case, and what they mean.
var stageWords = map[string]corpus.Status{
	"published": corpus.StatusCurrent, "approved": corpus.StatusCurrent, "in-force": corpus.StatusCurrent, "in force": corpus.StatusCurrent, "valid": corpus.StatusCurrent,
	"active": corpus.StatusCurrent, "activated": corpus.StatusCurrent, "standard": corpus.StatusCurrent, "final": corpus.StatusCurrent, "reaffirmed": corpus.StatusCurrent, "ppub": corpus.StatusCurrent, "is": corpus.StatusCurrent,
	"not yet in force": corpus.StatusUpcoming, "forthcoming": corpus.StatusUpcoming,
	"revised": corpus.StatusSuperseded, "replaced": corpus.StatusSuperseded, "superseded": corpus.StatusSuperseded, "obsoleted": corpus.StatusSuperseded,
	"withdrawn": corpus.StatusWithdrawn, "withdrawal": corpus.StatusWithdrawn, "wpub": corpus.StatusWithdrawn, "deleted": corpus.StatusWithdrawn, "abolished": corpus.StatusWithdrawn,
	"cancelled": corpus.StatusWithdrawn, "retired": corpus.StatusWithdrawn, "historic": corpus.StatusWithdrawn, "historical": corpus.StatusWithdrawn, "inactive": corpus.StatusWithdrawn,
	"draft": corpus.StatusDraft, "proposal": corpus.StatusDraft, "working-draft": corpus.StatusDraft, "committee-draft": corpus.StatusDraft, "draft-standard": corpus.StatusDraft, "final-draft": corpus.StatusDraft,
	"draft-public": corpus.StatusDraft, "draft-internal": corpus.StatusDraft, "public-review": corpus.StatusDraft, "developing": corpus.StatusDraft, "under development": corpus.StatusDraft,
	"pwi": corpus.StatusDraft, "nwip": corpus.StatusDraft, "np": corpus.StatusDraft, "awi": corpus.StatusDraft, "wd": corpus.StatusDraft, "cd": corpus.StatusDraft, "dis": corpus.StatusDraft, "fdis": corpus.StatusDraft, "prf": corpus.StatusDraft,
}

// status writes the item's status, and its stage as the source gives it.
// published says that it has a date of publication.
func (it *item) status(w *corpus.ObjectWriter, published bool) {
	v := it.take("docstatus", "status")
	stage, sub := text(v), ""
	if m := dict(v); m != nil {
		stage, sub = text(first(m, "stage", "content", "value")), text(m["substage"])
	}
	if s := text(it.take("stage")); stage == "" {
		stage = s
	}
	if stage == "" {
		return
	}
	if isStage(stage) && isStage(sub) {
		stage += "." + sub
	}
	s, ok := stageWords[strings.ToLower(stage)]
	if !ok {
		s, ok = isoStage(stage, published)
	}
	word := stage // what is not known here is told by the reader of the entry
	if ok {
		word = s.String()
		if !strings.EqualFold(stage, word) {
			w.String("status_raw", stage)
		}
	}
	w.String("status", word)
	w.String("stage", stage)
}

func isStage(s string) bool {
	return len(s) == 2 && s[0] >= '0' && s[0] <= '9' && s[1] >= '0' && s[1] <= '9'
}

// isoStage reads a harmonized stage code of ISO, such as 90.93. A standard
// that is up for withdrawal (95.20 to 95.92) is still in force; 95.99 ends it.
// Projects rejected or deleted (nn.98) come to nothing.
func isoStage(code string, published bool) (corpus.Status, bool) {
	stage, sub, _ := strings.Cut(code, ".")
	if !isStage(stage) || sub != "" && !isStage(sub) {
		return corpus.StatusUnknown, false
	}
	switch {
	case stage == "95" && (sub == "99" || sub == ""):
		return corpus.StatusWithdrawn, true
	case stage < "60" && sub == "98":
		return corpus.StatusWithdrawn, true
	case stage < "60":
		return corpus.StatusDraft, true
	case stage == "60" && sub == "00" && !published: // under publication
		return corpus.StatusUpcoming, true
	}
	return corpus.StatusCurrent, true
}
