package corpus

import "strings"

// Status is where a standard stands in its life.
type Status uint8

// The statuses, in no order of merit; StatusUnknown is the zero value.
const (
	StatusUnknown Status = iota
	StatusCurrent
	StatusUpcoming
	StatusPartlySuperseded
	StatusSuperseded
	StatusWithdrawn
	StatusDraft
	statusCount
)

// Statuses lists every status, in the order in which people read them.
func Statuses() []Status {
	return []Status{StatusCurrent, StatusUpcoming, StatusPartlySuperseded, StatusSuperseded, StatusWithdrawn, StatusDraft, StatusUnknown}
}

var statusNames = [statusCount]struct{ code, zh, en string }{
	StatusUnknown:          {"unknown", "未知", "Unknown"},
	StatusCurrent:          {"current", "现行", "In force"},
	StatusUpcoming:         {"upcoming", "即将实施", "Upcoming"},
	StatusPartlySuperseded: {"partly_superseded", "部分被代替", "Partly superseded"},
	StatusSuperseded:       {"superseded", "被代替", "Superseded"},
	StatusWithdrawn:        {"withdrawn", "废止", "Withdrawn"},
	StatusDraft:            {"draft", "草案", "Draft"},
}

// String is the status's code in the entry format, such as "current".
func (s Status) String() string {
	if s >= statusCount {
		s = StatusUnknown
	}
	return statusNames[s].code
}

// Label is the status as people read it, in Chinese ("zh") or English.
func (s Status) Label(lang string) string {
	if s >= statusCount {
		s = StatusUnknown
	}
	if lang == "zh" {
		return statusNames[s].zh
	}
	return statusNames[s].en
}

// InForce reports whether a user may work to the standard today.
func (s Status) InForce() bool { return s == StatusCurrent || s == StatusPartlySuperseded }

// statusWords maps the words of sources, lower case, to statuses. The codes
// and labels of statusNames are added by init.
var statusWords = map[string]Status{
	"有效": StatusCurrent, "现行有效": StatusCurrent, "有效标准": StatusCurrent, "現行": StatusCurrent, "使用中": StatusCurrent, "实施": StatusCurrent, "已实施": StatusCurrent,
	"active": StatusCurrent, "valid": StatusCurrent, "in-force": StatusCurrent, "in force": StatusCurrent, "published": StatusCurrent, "effective": StatusCurrent, "confirmed": StatusCurrent,
	"未实施": StatusUpcoming, "未生效": StatusUpcoming, "尚未实施": StatusUpcoming, "待实施": StatusUpcoming, "即将生效": StatusUpcoming, "即將實施": StatusUpcoming, "not yet in force": StatusUpcoming, "to be implemented": StatusUpcoming,
	"部分代替": StatusPartlySuperseded, "部分有效": StatusPartlySuperseded, "部分废止": StatusPartlySuperseded, "partially superseded": StatusPartlySuperseded,
	"代替": StatusSuperseded, "被替代": StatusSuperseded, "已被代替": StatusSuperseded, "已被替代": StatusSuperseded, "替代": StatusSuperseded, "修订": StatusSuperseded, "被修订": StatusSuperseded, "replaced": StatusSuperseded, "revised": StatusSuperseded, "obsolete": StatusSuperseded,
	"作废": StatusWithdrawn, "已废止": StatusWithdrawn, "已作废": StatusWithdrawn, "廢止": StatusWithdrawn, "失效": StatusWithdrawn, "撤销": StatusWithdrawn, "已撤销": StatusWithdrawn, "废除": StatusWithdrawn, "cancelled": StatusWithdrawn, "canceled": StatusWithdrawn, "deleted": StatusWithdrawn, "rescinded": StatusWithdrawn, "inactive": StatusWithdrawn,
	"征求意见稿": StatusDraft, "报批稿": StatusDraft, "送审稿": StatusDraft, "在编": StatusDraft, "制定中": StatusDraft, "under development": StatusDraft, "in preparation": StatusDraft,
	"待查": StatusUnknown, "不详": StatusUnknown,
}

func init() {
	for s, n := range statusNames {
		statusWords[n.code] = Status(s)
		statusWords[n.zh] = Status(s)
		statusWords[strings.ToLower(n.en)] = Status(s)
	}
}

// ParseStatus reads a status in the words of any source. ok is false when the
// word is not known; the caller keeps the word and says so.
func ParseStatus(word string) (s Status, ok bool) {
	word = strings.ToLower(strings.TrimSpace(word))
	if word == "" {
		return StatusUnknown, true
	}
	s, ok = statusWords[word]
	return s, ok
}
