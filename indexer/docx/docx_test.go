package docx

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"chabiao/corpus"

	"github.com/google/go-cmp/cmp"
)

// document packs a body as the main part of a document.
func document(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func body(s string) map[string]string {
	return map[string]string{"[Content_Types].xml": "<Types/>", mainPart: `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + s + `</w:body></w:document>`}
}

func blocks(b []byte) ([]Block, error) {
	var out []Block
	err := Read(bytes.NewReader(b), int64(len(b)), func(b Block) error { out = append(out, b); return nil })
	return out, err
}

func TestRead(t *testing.T) {
	p := func(runs ...string) string {
		s := "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\" w:pos=\"10\"/></w:tabs></w:pPr>"
		for _, r := range runs {
			s += `<w:r><w:t xml:space="preserve">` + r + `</w:t></w:r>`
		}
		return s + "</w:p>"
	}
	tc := func(inner string) string { return "<w:tc>" + inner + "</w:tc>" }
	for _, c := range []struct {
		name, body string
		want       []Block
	}{
		{"a number over several runs", p("GB/T ", "19001", "-2016"), []Block{{0, []string{"GB/T 19001-2016"}}}},
		{"empty paragraphs", p() + "<w:p/>" + p("a"), []Block{{0, []string{""}}, {0, []string{""}}, {0, []string{"a"}}}},
		{"entities", p("a &lt;b&gt; &amp; &#x4E2D;"), []Block{{0, []string{"a <b> & 中"}}}},
		{"tabs, breaks and hyphens", "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r></w:p>", []Block{{0, []string{"a\tb\nc-d"}}}},
		{"a table", p("before") + "<w:tbl><w:tr>" + tc(p("序号")) + tc(p("标准号")) + "</w:tr><w:tr>" + tc(p("1")) + tc(p("GB/T 1")+p("GB/T 2")) + "</w:tr></w:tbl>" + p("after"),
			[]Block{{0, []string{"before"}}, {1, []string{"序号", "标准号"}}, {1, []string{"1", "GB/T 1\nGB/T 2"}}, {0, []string{"after"}}}},
		{"cells over columns", "<w:tbl><w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>" + tc("<w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>"+p("a")) + tc(p("b")) + "</w:tr></w:tbl>", []Block{{1, []string{"", "a", "", "b"}}}},
		{"a table in a cell", "<w:tbl><w:tr>" + tc(p("a")+"<w:tbl><w:tr>"+tc(p("x"))+tc(p("y"))+"</w:tr></w:tbl>"+p("b")) + "</w:tr></w:tbl>", []Block{{1, []string{"a\nx\ny\nb"}}}},
		{"two tables", "<w:tbl><w:tr>" + tc(p("a")) + "</w:tr></w:tbl><w:tbl><w:tr>" + tc(p("b")) + "</w:tr></w:tbl>", []Block{{1, []string{"a"}}, {2, []string{"b"}}}},
		{"deleted text and fields", "<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>", []Block{{0, []string{"new"}}}},
		{"a text box, once", "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" + p("box") + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>" + p("box") + "</w:txbxContent></mc:Fallback></mc:AlternateContent><w:t>out</w:t></w:r></w:p>", []Block{{0, []string{"box\nout"}}}},
		{"links and controls", "<w:p><w:hyperlink><w:r><w:t>ISO 9001</w:t></w:r></w:hyperlink></w:p><w:sdt><w:sdtContent>" + p("in") + "</w:sdtContent></w:sdt>", []Block{{0, []string{"ISO 9001"}}, {0, []string{"in"}}}},
		{"stray ends", "</w:tbl></w:tr></w:tc></w:p>" + p("a"), []Block{{0, []string{""}}, {0, []string{"a"}}}},
	} {
		b := document(t, body(c.body))
		got, err := blocks(b)
		if err != nil || !Is(bytes.NewReader(b), int64(len(b))) {
			t.Errorf("%s: %v", c.name, err)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

// TestMainPart: the package says which part the text is in.
func TestMainPart(t *testing.T) {
	parts := body("<w:p><w:r><w:t>here</w:t></w:r></w:p>")
	parts["word/document2.xml"] = parts[mainPart]
	parts[mainPart] = "not XML <"
	parts[relsPart] = `<Relationships><Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>`
	got, err := blocks(document(t, parts))
	if err != nil || len(got) != 1 || got[0].Cells[0] != "here" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestRefused(t *testing.T) {
	long := "<w:p><w:r><w:t>" + strings.Repeat("长", 1<<16) + "</w:t></w:r></w:p>"
	for name, c := range map[string]struct {
		file []byte
		kind corpus.Kind
	}{
		"no zip":           {[]byte("PK\x03\x04 but no more"), corpus.InvalidArgument},
		"a zip without it": {document(t, map[string]string{"a.txt": "a"}), corpus.InvalidArgument},
		"bad XML":          {document(t, body("<w:p><w:t>&nosuch")), corpus.InvalidArgument},
		"too much text":    {document(t, body(strings.Repeat(long, 90))), corpus.TooLarge},
		"too many cells":   {document(t, body("<w:tbl><w:tr>"+strings.Repeat("<w:tc/>", MaxCells+1)+"</w:tr></w:tbl>")), corpus.TooLarge},
	} {
		_, err := blocks(c.file)
		var e *corpus.Error
		if err == nil || corpus.KindOf(err) != c.kind || !errors.As(err, &e) || e.Field != "file" || e.Hint == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Who has seen enough ends it.
	enough := errors.New("enough")
	b := document(t, body(strings.Repeat("<w:p/>", 10)))
	n := 0
	if err := Read(bytes.NewReader(b), int64(len(b)), func(Block) error { n++; return enough }); err != enough || n != 1 {
		t.Errorf("%d blocks, %v", n, err)
	}
}

// FuzzText reads any main part: what comes is bounded and valid text.
func FuzzText(f *testing.F) {
	for _, s := range []string{"<w:p><w:r><w:t>GB/T 1</w:t></w:r></w:p>", "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>", "</w:tbl><w:tc>", "<w:gridSpan w:val='9'/>", "<Fallback><p>", "&#xD800;", "<!DOCTYPE a [<!ENTITY b 'c'>]>&b;", "\x00<p>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := document(t, map[string]string{mainPart: s})
		size := 0
		list, err := blocks(d)
		if err != nil && corpus.KindOf(err) == corpus.Internal {
			t.Errorf("a file of somebody's is no fault of ours: %v", err)
		}
		for _, b := range list {
			if b.Table == 0 && len(b.Cells) != 1 {
				t.Errorf("a paragraph with %d cells", len(b.Cells))
			}
			for _, c := range b.Cells {
				size += len(c)
				if !utf8.ValidString(c) {
					t.Errorf("%q is no text", c)
				}
			}
		}
		if size > 4*len(s)+16 {
			t.Errorf("%d bytes make %d", len(s), size)
		}
	})
}

// FuzzFile reads any file.
func FuzzFile(f *testing.F) {
	f.Add(document(f, body("<w:p><w:r><w:t>GB/T 1</w:t></w:r></w:p>")))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := blocks(b); err != nil && corpus.KindOf(err) == corpus.Internal {
			t.Errorf("a file of somebody's is no fault of ours: %v", err)
		}
	})
}
