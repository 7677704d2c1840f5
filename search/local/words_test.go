package local_test

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"chabiao/search"
)

// titled makes a catalogue of entries with these Chinese and English titles.
func titled(titles ...string) []byte {
	var b strings.Builder
	for i, t := range titles {
		zh, en, _ := strings.Cut(t, "|")
		fmt.Fprintf(&b, `{"number":"GB/T %d-2020","title_zh":%q,"title_en":%q,"status":"current"}`+"\n", 40001+i, zh, en)
	}
	return []byte(b.String())
}

// Queries that are not put as titles are: what stands first, and what they were
// corrected to.
func TestWaysOfAsking(t *testing.T) {
	e, _, _ := open(t, titled(
		"区块链和分布式记账技术 术语|Blockchain and distributed ledger technologies - Vocabulary",
		"蜂蜜质量通则|Honey quality",
		"质量管理体系 要求|Quality management systems - Requirements",
		"质量管理 指南|Quality management - Guidelines",
		"电动汽车用动力蓄电池安全要求|Safety requirements for traction batteries of electric vehicles",
		"起重机械安全规程|Safety rules for lifting appliances",
		"饲料中黄曲霉毒素B1的测定|Determination of aflatoxin B1 in feeding stuffs",
		"近岸海域环境监测技术规范|Technical specification for inshore environmental monitoring",
		"齿爪式粉碎机 技术条件|Claw mills - Specifications",
		"洗衣机 安全要求|Washing machines - Safety requirements",
	))
	for _, c := range []struct{ query, first, corrected string }{
		{"区快链 术语", "GB/T 40001-2020", "区块链 术语"},         // a character of the same sound
		{"蜂密", "GB/T 40002-2020", "蜂蜜"},                 // and shape
		{"zhiliang guanli tixi", "GB/T 40003-2020", ""}, // pinyin
		{"zhiliangguanlizhinan", "GB/T 40004-2020", ""}, // in one word
		{"chizhuashi fensuiji", "GB/T 40009-2020", ""},  // of words that no dictionary has
		{"tractoin battereis", "GB/T 40005-2020", "traction batteries"},
		{"品質管理體系", "GB/T 40003-2020", ""},       // traditional, and another word for it
		{"吊车 安全", "GB/T 40006-2020", ""},        // a synonym
		{"饲料里的黄曲霉毒素怎么测", "GB/T 40007-2020", ""}, // a question
		{"aflatoxin", "GB/T 40007-2020", ""},    //
		{"洗衣机安全标准", "GB/T 40010-2020", ""},      // a word that need not be found
	} {
		resp, err := e.Search(t.Context(), search.Request{Query: c.query})
		if err != nil {
			t.Fatal(err)
		}
		if len(resp.Hits) == 0 {
			t.Errorf("%q finds nothing: %v", c.query, resp.Interpretation.Words)
			continue
		}
		if got := resp.Hits[0].Number; got != c.first {
			t.Errorf("%q: first is %s, want %s", c.query, got, c.first)
		}
		if got := resp.Interpretation.Corrected; c.corrected != "" && (got == nil || *got != c.corrected) {
			t.Errorf("%q: corrected to %q, want %q", c.query, deref(got), c.corrected)
		}
	}
}

// Nothing is corrected that finds something, has digits, or shall stay as typed.
func TestNotCorrected(t *testing.T) {
	e, _, _ := open(t, titled("钢管|Steel tubes", "刚管|Steel pipes", "蜂蜜质量通则|Honey", "蜂蜜 采集|Honey", "蜂蜜 包装|Honey", "Q235B 钢板|Q235B plates"))
	for _, req := range []search.Request{{Query: "刚管"}, {Query: "Q235C"}, {Query: "蜂密", Verbatim: true}, {Query: "GB/T 40099"}} {
		resp, err := e.Search(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		if c := resp.Interpretation.Corrected; c != nil {
			t.Errorf("%+v was corrected to %q", req, *c)
		}
	}
}

// Of titles with the same words the one that has them together, in order and
// little else comes first; other editions of a standard stand behind it.
func TestTitlesLookedAt(t *testing.T) {
	e, _, _ := open(t, []byte(`{"number":"GB/T 1-2001","title_zh":"管道用阀门的焊接与无损检测及其安全要求和试验方法","status":"current"}
{"number":"GB/T 2-2001","title_zh":"阀门焊接要求","status":"current"}
{"number":"GB/T 3-2001","title_zh":"阀门安全要求","status":"current"}
{"number":"GB/T 3-1990","title_zh":"阀门安全要求","status":"current"}
{"number":"GB/T 4-2001","title_zh":"阀门 一般安全要求","status":"current"}
`))
	resp, err := e.Search(t.Context(), search.Request{Query: "阀门安全要求"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, h := range resp.Hits {
		got = append(got, h.Number)
	}
	want := []string{"GB/T 3-2001", "GB/T 4-2001"}
	if len(got) < 3 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("order is %v, want %v first", got, want)
	}
}

var (
	summand = regexp.MustCompile(`(\d+\.\d+) \(idf`)
	factor  = regexp.MustCompile(`× (\d+\.\d+)`)
)

// What a score is explained by comes to the score: words, standing, language,
// title, other editions.
func TestExplanationAddsUp(t *testing.T) {
	e, _, _ := open(t, []byte(`{"number":"GB/T 1-2001","title_zh":"阀门安全要求","status":"current","published":"2001-01-01"}
{"number":"GB/T 1-1990","title_zh":"阀门安全要求","status":"withdrawn","published":"1990-01-01"}
{"number":"GB/T 2-2001","title_zh":"管道阀门的安装和一般安全","status":"current"}
{"number":"ISO 3:2001","title_en":"Valves - Safety","abstract":"阀门 安全","status":"current"}
{"number":"GB/T 4-2001","title_zh":"阀门","status":"current"}
`))
	for _, lang := range []string{"zh", "en"} {
		resp, err := e.Search(t.Context(), search.Request{Query: "阀门安全", Explain: true, Lang: lang})
		if err != nil {
			t.Fatal(err)
		}
		if len(resp.Hits) < 4 {
			t.Fatalf("%d hits", len(resp.Hits))
		}
		kinds := map[int]bool{} // by number of factors: each of them is met
		for _, h := range resp.Hits {
			factors := addsUp(t, h, h.Match.Explain)
			kinds[factors] = true
		}
		if !kinds[2] || !kinds[3] {
			t.Errorf("no factor for another language or another edition: %v", kinds)
		}
	}
}

// addsUp adds up an explanation, compares it with the score and tells how many
// factors it has.
func addsUp(t *testing.T, h search.Hit, explanation string) int {
	t.Helper()
	sum, slack := 0.0, 0.0 // summands are written to the hundredth
	for _, m := range summand.FindAllStringSubmatch(explanation, -1) {
		v, _ := strconv.ParseFloat(m[1], 64)
		sum, slack = sum+v, slack+0.005
	}
	factors := factor.FindAllStringSubmatch(explanation, -1)
	for _, m := range factors {
		v, _ := strconv.ParseFloat(m[1], 64)
		sum, slack = sum*v, slack*v
	}
	if math.Abs(sum-h.Score) > slack+0.002*h.Score {
		t.Errorf("%s: %s comes to %.3f, score %.3f", h.Number, explanation, sum, h.Score)
	}
	return len(factors)
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
