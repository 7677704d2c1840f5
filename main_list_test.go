package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"
)

// qualityList is a workbook as a quality department keeps it.
func qualityList(t *testing.T) string {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range [][]any{{"受控标准清单（2024 年）"}, {"序号", "名称", "标准编号", "使用部门"}, {1, "质量管理体系 要求", "GB/T 19001-2008", "质量部"}, {2, "生活饮用水卫生标准", "GB5749-2022", "化验室"},
		{3, "外壳防护等级", "GB/T 4208", "研发部"}, {4, "没有的标准", "GB/T 99999-2031", "研发部"}, {5, "待定", nil, "研发部"}, {6, "质量管理体系", "ISO 9001:2000", "质量部"}} {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "清单.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestListCheck checks a workbook: sends it, looks at what needs action and at
// another day, downloads it; then drops a file, pastes text, in English, on a
// phone, without a script.
func TestListCheck(t *testing.T) {
	addr, _ := startServer(t)
	b := newBrowser(t, addr)
	b.open("/list?lang=zh")
	b.readable("list")
	b.both("list-form-zh")
	path := qualityList(t)
	act(t, b.ctx, chromedp.SetUploadFiles(`#file`, []string{path}))
	b.click(`form.send button`, `.checked`)
	b.says(`main`, "清单.xlsx", "自动：C · 标准编号", "共 5 个标准号")
	if act(t, b.ctx, chromedp.Evaluate[string](`getComputedStyle(document.querySelector(".checked")).columnCount`)) != "auto" {
		t.Error("the table of results is broken into columns")
	}
	b.says(`.checked tbody tr:nth-child(1)`, "3", "GB/T 19001-2008", "需更换", "GB/T 19001-2016")
	b.says(`.checked tbody tr:nth-child(2)`, "GB5749-2022", "现行", "生活饮用水卫生标准")
	b.says(`.checked tbody tr:nth-child(3)`, "GB/T 4208", "未写年份")
	b.says(`.checked tbody tr:nth-child(4)`, "未找到")
	b.says(`.checked tbody tr:nth-child(5)`, "7", "无标准号")
	b.readable("checked list")
	b.both("list-zh")

	// What is chosen takes effect at once, and stands in the address.
	b.click(`#only`, `#only:checked`)
	b.wait(`.checked:not(:has(tr.v-in_force))`) // of the page that answers, not the one that asked
	if text := b.text(`.checked`); strings.Contains(text, "GB5749-2022") {
		t.Errorf("what is in force needs no action: %s", text)
	}
	b.open(strings.TrimPrefix(act(t, b.ctx, chromedp.Location()), "http://"+addr))
	b.wait(`#only:checked`)

	book, err := excelize.OpenReader(bytes.NewReader(b.download(`a.xlsx`)))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("核查结果")
	if err != nil || len(rows) != 8 || strings.Join(rows[1][:5], " ") != "序号 名称 标准编号 使用部门 核查结论" || strings.Join(rows[2][2:6], "|") != "GB/T 19001-2008|质量部|需更换|GB/T 19001-2008" || rows[6][4] != "无标准号" {
		t.Errorf("%v, %q", err, rows)
	}
	if err := book.Close(); err != nil {
		t.Error(err)
	}
	if csv := string(b.download(`a.csv`)); !strings.HasPrefix(csv, "\ufeff受控标准清单") {
		t.Errorf("%.100s", csv)
	}

	// Another day, and the other language.
	// Both at once: what is chosen by hand takes effect before the next is chosen.
	act(t, b.ctx, chromedp.Evaluate[any](`document.querySelector("#day").value = "2018-06-01"; document.querySelector("#column").value = "C";
		document.querySelector(".controls button").click(); null`))
	b.wait(`#day[value="2018-06-01"]`)
	b.says(`.summary`, "2018-06-01")
	b.click(`a.lang`, `html[lang=en] .checked`)
	b.says(`.checked`, "On 2018-06-01", "Use now")
	b.readable("list in English")
	b.click(`.checked a.number`, `main.standard`)

	// A file dropped on the page is sent at once.
	b.open("/list?lang=en")
	act(t, b.ctx, chromedp.Evaluate[bool](`(() => {
  const data = new DataTransfer();
  data.items.add(new File(["ISO 9001:2008\nGB 5749-2022\n"], "dropped.txt", {type: "text/plain"}));
  for (const name of ["dragenter", "dragover", "drop"]) document.querySelector("form.send").dispatchEvent(new DragEvent(name, {bubbles: true, cancelable: true, dataTransfer: data}));
  return true;
})()`))
	b.wait(`.checked`)
	b.says(`main`, "dropped.txt", "To be replaced", "ISO 9001:2015")
	b.both("list-en")

	b.script(false)
	b.open("/list?lang=en")
	act(t, b.ctx, chromedp.SendKeys(`#numbers`, "We work to ISO 9001:2008 and GB 5749-2022.\nnothing here"))
	b.click(`form.send button`, `.checked`)
	b.says(`.checked`, "ISO 9001:2008", "GB 5749-2022", "nothing here", "No number")
	b.open("/list/NOSUCHLIST?lang=en")
	b.says(`main`, "not kept any more", "Numbers")
	if cookie := act(t, b.ctx, chromedp.Evaluate[string](`document.cookie`)); cookie != "" {
		t.Errorf("a reader has the cookie %q", cookie)
	}
}
