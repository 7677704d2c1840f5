package server

import "strings"

// doctypes are the kinds of documents that sources name by codes, in words.
var doctypes = map[string]words{
	"international-standard": {"国际标准", "International Standard"}, "technical-specification": {"技术规范", "Technical Specification"}, "ts": {"技术规范", "Technical Specification"}, "technical-report": {"技术报告", "Technical Report"}, "tr": {"技术报告", "Technical Report"},
	"publicly-available-specification": {"可公开获取的规范", "Publicly Available Specification"}, "international-workshop-agreement": {"国际研讨会协议", "International Workshop Agreement"}, "guide": {"指南", "Guide"}, "recommendation": {"建议", "Recommendation"},
	"recommendation-supplement": {"建议的增补", "Supplement to a Recommendation"}, "recommendation-amendment": {"建议的修改", "Amendment to a Recommendation"}, "recommendation-corrigendum": {"建议的勘误", "Corrigendum to a Recommendation"},
	"amendment": {"修改单", "Amendment"}, "corrigendum": {"勘误", "Corrigendum"}, "technical-corrigendum": {"技术勘误", "Technical Corrigendum"}, "standard": {"标准", "Standard"}, "specification": {"规范", "Specification"}, "japanese-industrial-standard": {"日本工业标准", "Japanese Industrial Standard"},
	"european-standard": {"欧洲标准", "European Standard"}, "group-specification": {"小组规范", "Group Specification"}, "basic-publication": {"基础出版物", "Basic Publication"}, "report": {"报告", "Report"}, "practice": {"推荐做法", "Practice"}, "redline": {"修订对照本", "Redline"}, "document": {"文件", "Document"},
}

// doctypeName is a kind of document as a reader calls it; what is not known
// stays as the source has it.
func doctypeName(code, lang string) string {
	if w, ok := doctypes[strings.ReplaceAll(strings.ToLower(strings.TrimSpace(code)), " ", "-")]; ok {
		return w.in(lang)
	}
	return code
}
