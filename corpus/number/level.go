package number

// Level says who stands behind a standard: a nation, an industry, a province,
// an association, an enterprise, the world, a region, or another country.
type Level string

// The levels. The first five are those of the Chinese Standardization Law;
// Foreign is any national standard of another country.
const (
	National      Level = "national"
	Industry      Level = "industry"
	Local         Level = "local"
	Group         Level = "group"
	Enterprise    Level = "enterprise"
	International Level = "international"
	Regional      Level = "regional"
	Foreign       Level = "foreign"
)

var levelLabels = map[Level][2]string{
	National:      {"国家标准", "National standard"},
	Industry:      {"行业标准", "Industry standard"},
	Local:         {"地方标准", "Local standard"},
	Group:         {"团体标准", "Group standard"},
	Enterprise:    {"企业标准", "Enterprise standard"},
	International: {"国际标准", "International standard"},
	Regional:      {"区域标准", "Regional standard"},
	Foreign:       {"国外标准", "Foreign standard"},
}

// Label names the level for a reader of lang, "zh" or "en"; a level that is
// not known is called so.
func (l Level) Label(lang string) string {
	labels, ok := levelLabels[l]
	if !ok {
		labels = [2]string{"未知级别", "Unknown level"}
	}
	if lang == "en" {
		return labels[1]
	}
	return labels[0]
}
