package corpus

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestParseDate(t *testing.T) {
	for in, want := range map[string]string{"2016-12-30": "2016-12-30", "2016-12": "2016-12", "2016": "2016", "": "", "2000-02-29": "2000-02-29"} {
		if d, err := ParseDate(in); err != nil || d.String() != want {
			t.Errorf("%q: %v %v", in, d, err)
		}
	}
	for _, in := range []string{"2016-13", "2016-02-30", "1900-02-29", "16-12-30", "2016/12/30", "0000-00-00", "2016-1-1", "someday", "2016-12-300"} {
		if d, err := ParseDate(in); err == nil {
			t.Errorf("%q is taken as %v", in, d)
		}
	}
}

func TestDateOrdinal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		date := rapid.Custom(func(t *rapid.T) Date {
			d := Date{Year: int16(rapid.IntRange(1, 9999).Draw(t, "year")), Month: uint8(rapid.IntRange(0, 12).Draw(t, "month"))}
			if d.Month > 0 {
				d.Day = uint8(rapid.IntRange(0, 31).Draw(t, "day"))
			}
			return d
		})
		a, b := date.Draw(t, "a"), date.Draw(t, "b")
		if DateFromOrdinal(a.Ordinal()) != a {
			t.Errorf("%v comes back as %v", a, DateFromOrdinal(a.Ordinal()))
		}
		if (a.Compare(b) < 0) != (a.Ordinal() < b.Ordinal()) {
			t.Errorf("%v and %v order differently", a, b)
		}
	})
}

func TestParseStatus(t *testing.T) {
	for word, want := range map[string]Status{"现行": StatusCurrent, " Withdrawn ": StatusWithdrawn, "作废": StatusWithdrawn, "即将实施": StatusUpcoming,
		"部分代替": StatusPartlySuperseded, "被代替": StatusSuperseded, "draft": StatusDraft, "": StatusUnknown} {
		if s, ok := ParseStatus(word); !ok || s != want {
			t.Errorf("%q: %v %v", word, s, ok)
		}
	}
	if _, ok := ParseStatus("sideways"); ok {
		t.Error("an unknown word is taken")
	}
	for _, s := range Statuses() {
		for _, word := range []string{s.String(), s.Label("zh"), s.Label("en")} {
			if got, ok := ParseStatus(word); !ok || got != s {
				t.Errorf("%q is %v, want %v", word, got, s)
			}
		}
	}
}

func TestDecodeEntry(t *testing.T) {
	in := `{"number":" GB/T 1-2000 ","title":"通则","title_en":"General","status":"现行","published":"2000-01-01 至今","implemented":"soon","ics":"03.120",
		"adopts":[{"number":"ISO 1:1998","degree":"idt"},"ISO 2:1999"],"pages":"12","keywords":["a",1,null,""],"replaces":{"x":1},"id":"mine","shelf":[1,2],"extra":{"old":true},"title_fr":null}`
	e, warnings, err := DecodeEntry([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	want := &Entry{
		Number: "GB/T 1-2000", Titles: map[string]string{"zh": "通则", "en": "General"}, Status: StatusCurrent, StatusRaw: "现行",
		Published: Date{2000, 1, 1}, ICS: []string{"03.120"}, Adopts: []Adoption{{"ISO 1:1998", IDT}, {"ISO 2:1999", ""}}, Pages: 12, Keywords: []string{"a", "1"},
		Extra: map[string]json.RawMessage{"published_raw": json.RawMessage(`"2000-01-01 至今"`), "implemented_raw": json.RawMessage(`"soon"`),
			"replaces": json.RawMessage(`{"x":1}`), "shelf": json.RawMessage(`[1,2]`), "old": json.RawMessage(`true`)},
	}
	if d := cmp.Diff(want, e); d != "" {
		t.Error(d)
	}
	if len(warnings) != 3 {
		t.Errorf("warnings %+v", warnings)
	}
	for _, bad := range []string{"", "[]", "{", `{"title_zh":"x"}`, `{"number":null}`, `{"number":[]}`} {
		if _, _, err := DecodeEntry([]byte(bad)); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestUpdate(t *testing.T) {
	old := &Entry{Number: "GB/T 1-2000", Titles: map[string]string{"zh": "旧", "en": "Old"}, Status: StatusWithdrawn, Withdrawn: Date{2010, 1, 1}, ReplacedBy: []string{"GB/T 2-2010"}, Pages: 3}
	got := Update(old, &Entry{Number: "GB/T 1-2000", Titles: map[string]string{"zh": "新"}, Status: StatusCurrent, Keywords: []string{"k"}})
	want := &Entry{Number: "GB/T 1-2000", Titles: map[string]string{"zh": "新", "en": "Old"}, Status: StatusCurrent, Keywords: []string{"k"}, Pages: 3}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if old.Titles["zh"] != "旧" || old.Withdrawn.IsZero() {
		t.Error("the old entry was changed")
	}
	if d := cmp.Diff(got, Update(got, &Entry{Number: "GB/T 1-2000"})); d != "" {
		t.Errorf("a row that says nothing changes something: %s", d)
	}
}

// FuzzEntry: what is read, written and read again is the same.
func FuzzEntry(f *testing.F) {
	f.Add([]byte(`{"number":"GB/T 1-2000","title_zh":"通则","status":"x","adopts":["ISO 1"],"published":"2000-13","z":[1]}`))
	f.Add([]byte(`{"number":"a\u0000\u2028\ud800","pages":-1,"title_":"x","extra":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, _, err := DecodeEntry(data)
		if err != nil {
			return
		}
		b, err := json.Marshal(e)
		if err != nil {
			t.Fatalf("can't write: %v", err)
		}
		again, _, err := DecodeEntry(b)
		if err != nil {
			t.Fatalf("can't read back %s: %v", b, err)
		}
		b2, err := json.Marshal(again)
		if err != nil || string(b) != string(b2) {
			t.Errorf("%s\nbecomes\n%s %v", b, b2, err)
		}
	})
}
