package indexer

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"chabiao/corpus/catalogue"

	"github.com/google/go-cmp/cmp"
)

// TestMendedRejects writes the refused rows of a delivery, mends their numbers
// and imports the file as it then is: the rows land, in the columns that they
// had, and nothing of what came with them is kept.
func TestMendedRejects(t *testing.T) {
	for _, tt := range []struct {
		name, file, text string
		set              Settings
		bad, good        string // what is mended
		want             string
	}{
		{name: "table", file: "a.csv", text: "序号,标准号,标准名称,状态,备注\n1,GB/T 9001.1-2008,甲,现行,\n2,读不出,乙,现行,\"有,逗号\"\n", bad: "读不出", good: "GB/T 9002-2017",
			want: `{"number":"GB/T 9002-2017","title_zh":"乙","status":"current","status_raw":"现行","extra":{"备注":"有,逗号"}}`},
		{name: "semicolons", file: "a.csv", text: "标准号;标准名称\nGB/T 9001.1-2008;甲\n读不出;\"乙;丙\"\n", bad: "读不出", good: "GB/T 9002-2017",
			want: `{"number":"GB/T 9002-2017","title_zh":"乙;丙"}`},
		{name: "two header rows", file: "a.csv", text: "标准编号,标准名称,,日期,,专有\n,中文,英文,发布,实施,\nGB/T 1.1-2020,甲,A title,2020-03-31,2020-10-01,\n读不出,乙,Another title,2009-06-17,2010-01-01,x\n", bad: "读不出", good: "GB/T 9002-2009",
			want: `{"number":"GB/T 9002-2009","title_zh":"乙","title_en":"Another title","published":"2009-06-17","implemented":"2010-01-01","extra":{"专有":"x"}}`},
		{name: "parts", file: "a.csv", text: "标准代号,顺序号,年代号,标准名称\nGB/T,2423.1,2008,甲\n坏,坏,坏,乙\n", bad: "坏,坏,坏", good: "GB/T,9002,2017",
			want: `{"number":"GB/T 9002-2017","title_zh":"乙"}`},
		{name: "mapped", file: "a.csv", text: "甲,乙\nGB/T 9001.1-2008,一\n读不出,二\n", set: Settings{Map: map[string]string{"甲": "number", "乙": "title"}}, bad: "读不出", good: "GB/T 9002-2017",
			want: `{"number":"GB/T 9002-2017","title_zh":"二"}`},
		{name: "multi-line cell", file: "a.csv", text: "标准号,标准名称\nGB/T 9001.1-2008,甲\n读不出,\"乙类要求\n丙类要求\"\n", bad: "读不出", good: "GB/T 9002-2017",
			want: `{"number":"GB/T 9002-2017","title_zh":"乙类要求 丙类要求"}`},
		{name: "formulas", file: "a.csv", text: "标准号,标准名称,=备注,价格\nGB/T 9001.1-2008,甲,,\n读不出,=HYPERLINK(A1)&乙,@x,-3.5\n", bad: "读不出", good: "GB/T 9002-2017",
			want: `{"number":"GB/T 9002-2017","title_zh":"=HYPERLINK(A1)&乙","extra":{"=备注":"@x","价格":"-3.5"}}`},
		{name: "GB18030", file: "a.csv", text: encodedText(t, "标准号,标准名称\nGB/T 9001.1-2008,甲\n读不出,乙\n"), bad: "读不出", good: "GB/T 9002-2017",
			want: `{"number":"GB/T 9002-2017","title_zh":"乙"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cat := openTemp(t)
			rep := importFile(t, cat, writeTemp(t, tt.file, []byte(tt.text)), Options{Settings: tt.set})
			if rep.Rejected != 1 {
				t.Fatalf("%+v", rep.Counts)
			}
			var out bytes.Buffer
			if err := WriteRejects(context.Background(), cat, rep.Batch, &out); err != nil {
				t.Fatal(err)
			}
			wantReasons(t, out.String(), tt.file)
			wantInert(t, out.String())
			mended := strings.Replace(out.String(), tt.bad, tt.good, 1)
			importMended(t, cat, "mended.csv", mended, tt.set, tt.want)
		})
	}
}

// wantReasons checks the columns that come with refused rows.
func wantReasons(t *testing.T, text, file string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	n := len(rows[0])
	if diff := cmp.Diff([]string{RejectReason, RejectFile, RejectRow}, rows[0][n-3:]); diff != "" {
		t.Error(diff)
	}
	if got := rows[1]; got[n-3] == "" || got[n-2] != file || got[n-1] == "" {
		t.Errorf("reason %q, file %q, row %q", got[n-3], got[n-2], got[n-1])
	}
}

// wantInert holds every cell of a CSV to be no formula.
func wantInert(t *testing.T, text string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if strings.HasPrefix(cell, "=") || strings.HasPrefix(cell, "@") {
				t.Errorf("a formula: %q", cell)
			}
		}
	}
}

// importMended imports a mended file, whose one row must become want.
func importMended(t *testing.T, cat *catalogue.Catalogue, name, text string, set Settings, want string) {
	t.Helper()
	before := entriesOf(t, cat)
	rep := importFile(t, cat, writeTemp(t, name, []byte(text)), Options{Settings: set})
	if rep.New != 1 || rep.Read != 1 {
		t.Errorf("%+v of\n%s", rep.Counts, text)
	}
	if diff := cmp.Diff(before+want+"\n", entriesOf(t, cat)); diff != "" {
		t.Errorf("of\n%s\n%s", text, diff)
	}
}

// TestMendedObjects does the same with objects.
func TestMendedObjects(t *testing.T) {
	cat := openTemp(t)
	rep := importFile(t, cat, writeTemp(t, "a.jsonl", []byte(`{"number":"GB/T 9001.1-2008","title_zh":"甲"}
{"number":"读不出","title_zh":"乙","status":"现行","own":{"a":1}}
{"标准号":"也读不出","标准名称":"丙"}
{"number":
`)), Options{})
	if rep.Rejected != 3 {
		t.Fatalf("%+v", rep.Counts)
	}
	var out bytes.Buffer
	if err := WriteRejectObjects(context.Background(), cat, rep.Batch, &out); err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 3 {
		t.Fatalf("%d lines: %s", len(lines), out.String())
	}
	for i, line := range lines {
		var o map[string]any
		if err := json.Unmarshal([]byte(line), &o); err != nil || o[RejectReason] == "" || o[RejectFile] != "a.jsonl" || o[RejectRow] != float64(i+2) {
			t.Errorf("%v in %s", err, line)
		}
	}
	importMended(t, cat, "mended.jsonl", strings.Replace(lines[0], `:"读不出"`, `:"GB/T 9002-2017"`, 1), Settings{}, `{"number":"GB/T 9002-2017","title_zh":"乙","status":"current","status_raw":"现行","extra":{"own":{"a":1}}}`)
	importMended(t, cat, "mended.jsonl", strings.Replace(lines[1], `:"也读不出"`, `:"GB/T 9003-2017"`, 1), Settings{}, `{"number":"GB/T 9003-2017","title_zh":"丙"}`)
	importMended(t, cat, "mended.jsonl", strings.Replace(lines[2], "{", `{"number":"GB/T 9004-2017","title":"丁",`, 1), Settings{}, `{"number":"GB/T 9004-2017","title_zh":"丁"}`)
}

// TestRejectsOfSeveral keeps the columns of several tables beside each other.
func TestRejectsOfSeveral(t *testing.T) {
	cat := openTemp(t)
	a := writeTemp(t, "a.csv", []byte("标准号,标准名称\nGB/T 1.1-2020,甲\n坏一,乙\n"))
	b := writeTemp(t, "b.csv", []byte("状态,标准号,英文名称\n现行,GB/T 1.2-2020,B\n废止,坏二,C\n"))
	o := writeTemp(t, "o.jsonl", []byte(`{"number":"坏三"}`))
	rep, err := importAs(t, cat, Options{}, a, b, o)
	if err != nil || rep.Rejected != 3 {
		t.Fatal(err, rep)
	}
	var out bytes.Buffer
	if err := WriteRejects(context.Background(), cat, rep.Batch, &out); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var got [][]string
	for _, r := range rows {
		got = append(got, append(r[:5:5], r[6:]...)) // without the reason
	}
	want := [][]string{
		{"标准号", "标准名称", "状态", "英文名称", RejectObject, RejectFile, RejectRow},
		{"坏一", "乙", "", "", "", "a.csv", "3"},
		{"坏二", "", "废止", "C", "", "b.csv", "3"},
		{"", "", "", "", `{"number":"坏三"}`, "o.jsonl", "1"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
