package columns

import "strings"

// role is what the reader does with a column.
type role uint8

const (
	roleExtra role = iota
	roleIgnore
	roleNumber
	rolePrefix
	roleSerial
	roleYear
	roleTitle
	roleAbstract
	roleStatus
	roleStatusRaw
	roleStage
	rolePublished
	roleImplemented
	roleWithdrawn
	roleConfirmed
	roleReplaces
	roleReplacedBy
	roleReferences
	roleAdopts
	roleDegree
	roleICS
	roleCCS
	roleIssuing
	roleCompetent
	roleCommittee
	roleDrafters
	roleDoctype
	roleLanguage
	roleKeywords
	rolePages
	roleURL
	roleSource
)

// FieldInfo describes a field that a column can be mapped to, for menus and
// messages.
type FieldInfo struct {
	Name    string `json:"name"`
	LabelZH string `json:"label_zh"`
	LabelEN string `json:"label_en"`
	role    role
}

// fields are the keys of the entry format that a table can give, and four
// that only tables have: the parts of a number, and the degree of adoption
// in a column of its own.
var fields = []FieldInfo{
	{"number", "标准号", "Number", roleNumber},
	{"number_prefix", "标准代号（如 GB/T）", "Letters of the number", rolePrefix},
	{"number_serial", "顺序号（如 19001）", "Serial of the number", roleSerial},
	{"number_year", "年代号（如 2016）", "Year of the number", roleYear},
	{"title", "名称（按文字判断语种）", "Title, language told from its script", roleTitle},
	{"title_zh", "中文名称", "Title in Chinese", roleTitle},
	{"title_en", "英文名称", "Title in English", roleTitle},
	{"title_fr", "法文名称", "Title in French", roleTitle},
	{"title_de", "德文名称", "Title in German", roleTitle},
	{"title_ja", "日文名称", "Title in Japanese", roleTitle},
	{"title_ru", "俄文名称", "Title in Russian", roleTitle},
	{"status", "状态", "Status", roleStatus},
	{"status_raw", "原状态词", "Status in the source's word", roleStatusRaw},
	{"stage", "ISO 阶段代码", "Stage code of ISO", roleStage},
	{"published", "发布日期", "Published", rolePublished},
	{"implemented", "实施日期", "Implemented", roleImplemented},
	{"withdrawn", "废止日期", "Withdrawn", roleWithdrawn},
	{"confirmed", "复审确认日期", "Confirmed", roleConfirmed},
	{"replaces", "代替标准", "Replaces", roleReplaces},
	{"replaced_by", "被代替标准", "Replaced by", roleReplacedBy},
	{"adopts", "采用标准", "Adopts", roleAdopts},
	{"adopts_degree", "采标程度", "Degree of adoption", roleDegree},
	{"references", "引用标准", "References", roleReferences},
	{"ics", "国际标准分类号 ICS", "ICS", roleICS},
	{"ccs", "中国标准分类号 CCS", "CCS", roleCCS},
	{"issuing_body", "发布单位", "Issuing body", roleIssuing},
	{"competent_body", "主管部门", "Competent body", roleCompetent},
	{"committee", "归口单位", "Committee", roleCommittee},
	{"drafters", "起草单位", "Drafters", roleDrafters},
	{"doctype", "标准类别", "Type of document", roleDoctype},
	{"language", "语种", "Language", roleLanguage},
	{"keywords", "关键词", "Keywords", roleKeywords},
	{"abstract", "摘要", "Abstract", roleAbstract},
	{"abstract_zh", "中文摘要", "Abstract in Chinese", roleAbstract},
	{"abstract_en", "英文摘要", "Abstract in English", roleAbstract},
	{"abstract_fr", "法文摘要", "Abstract in French", roleAbstract},
	{"abstract_ja", "日文摘要", "Abstract in Japanese", roleAbstract},
	{"pages", "页数", "Pages", rolePages},
	{"url", "网址", "URL", roleURL},
	{"source", "数据来源", "Source", roleSource},
}

var fieldRoles = func() map[string]role {
	m := map[string]role{Ignored: roleIgnore, "": roleExtra, "+": roleExtra, "extra": roleExtra}
	for _, f := range fields {
		m[f.Name] = f.role
	}
	return m
}()

// Fields lists the fields that a column can be mapped to.
func Fields() []FieldInfo { return append([]FieldInfo(nil), fields...) }

// roleOf finds a field by its name: one of Fields, or a title or abstract in
// any other language, title_es. lang is that language.
func roleOf(field string) (r role, lang string, ok bool) {
	head, tail, cut := strings.Cut(field, "_")
	if cut && (head == "title" || head == "abstract") {
		if tail == "" || len(tail) > 8 || strings.ToLower(tail) != tail || strings.ContainsFunc(tail, func(r rune) bool { return r != '-' && (r < 'a' || r > 'z') }) {
			return roleExtra, "", false
		}
		if head == "title" {
			return roleTitle, tail, true
		}
		return roleAbstract, tail, true
	}
	r, ok = fieldRoles[field]
	return r, "", ok
}

// isList reports whether two columns of one role add up.
func (r role) isList() bool {
	switch r {
	case roleReplaces, roleReplacedBy, roleReferences, roleAdopts, roleICS, roleCCS, roleCommittee, roleDrafters, roleLanguage, roleKeywords:
		return true
	}
	return false
}

// isDate reports whether the role's cells are dates.
func (r role) isDate() bool { return r >= rolePublished && r <= roleConfirmed }
