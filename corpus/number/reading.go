package number

// Reading is a text taken to pieces as a standard number, as the outside sees
// it. Pieces that are not there are left out.
type Reading struct {
	Input     string            `json:"input"`
	OK        bool              `json:"ok"`
	Number    string            `json:"number,omitempty"` // canonical, ASCII
	Printed   string            `json:"printed,omitempty"`
	ID        string            `json:"id,omitempty"`
	Key       string            `json:"key,omitempty"`
	Family    string            `json:"family,omitempty"`
	Body      string            `json:"body,omitempty"`
	Level     Level             `json:"level,omitempty"`
	Country   string            `json:"country,omitempty"`
	Mandate   string            `json:"mandate,omitempty"`
	Type      string            `json:"type,omitempty"`
	Stage     string            `json:"stage,omitempty"`
	Prefix    string            `json:"prefix,omitempty"`
	Serial    string            `json:"serial,omitempty"`
	Parts     []string          `json:"parts,omitempty"`
	AllParts  bool              `json:"all_parts,omitempty"`
	Year      int               `json:"year,omitempty"`
	Month     int               `json:"month,omitempty"`
	Edition   string            `json:"edition,omitempty"`
	Version   string            `json:"version,omitempty"`
	Amendment *AmendmentReading `json:"amendment,omitempty"` // the outermost
	Language  string            `json:"language,omitempty"`
	Mark      string            `json:"mark,omitempty"`
	Confirmed int               `json:"confirmed,omitempty"` // year of reaffirmation
	Dual      []string          `json:"dual,omitempty"`
	Adopted   string            `json:"adopted,omitempty"` // the number that an adoption carries within its own
	Generic   bool              `json:"generic,omitempty"` // the body is not one that is known
	Error     string            `json:"error,omitempty"`
}

// AmendmentReading is an amendment of a Reading.
type AmendmentReading struct {
	Kind   string `json:"kind"`
	Number string `json:"number,omitempty"`
	Year   int    `json:"year,omitempty"`
}

// Read takes a text to pieces; the error is in the words of lang.
func Read(input, lang string) Reading {
	n, err := Parse(input)
	if err != nil {
		return Reading{Input: input, Error: Reason(err, lang)}
	}
	r := Reading{Input: input, OK: true, Number: n.String(), ID: n.ID(), Key: n.Key(), Family: n.Family(), Body: n.Body(), Level: n.Level(), Country: n.Country(),
		Mandate: n.Mandate(), Type: n.Type(), Stage: n.Stage(), Prefix: n.Prefix(), Serial: n.Serial(), Parts: n.Parts(), AllParts: n.AllParts(),
		Year: n.Year(), Month: n.Month(), Edition: n.Edition(), Version: n.Version(), Language: n.Language(), Mark: n.Mark(), Confirmed: n.Reaffirmed(), Generic: n.Generic()}
	if p := n.Print(); p != r.Number {
		r.Printed = p
	}
	if len(n.amds) > 0 {
		a := n.amds[len(n.amds)-1]
		r.Amendment = &AmendmentReading{Kind: a.Kind, Number: a.Number, Year: a.Year}
	}
	for _, d := range n.dual {
		r.Dual = append(r.Dual, d.String())
	}
	if a, ok := n.Adopted(); ok {
		r.Adopted = a.String()
	}
	return r
}
