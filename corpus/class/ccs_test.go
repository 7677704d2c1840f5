package class

import "testing"

func TestCCSLabels(t *testing.T) {
	for _, c := range []struct{ code, zh, en string }{
		{"J", "机械", "Machinery"},
		{"A00/09", "标准化管理与一般规定", "Standardization management and general provisions"},
		{"J74", "压力容器", "Pressure vessels"},
		{"ｊ７４", "压力容器", "Pressure vessels"},
		{"X04", "基础标准与通用方法", "Basic standards and general methods"},
		{"K41", "变压器", "Transformers"},
		{"C26", "医药", "Pharmaceuticals"}, // no such code: its group
		{"J1", "", ""},
	} {
		if zh, en := Label(CCS, c.code, "zh"), Label(CCS, c.code, "en"); zh != c.zh || en != c.en {
			t.Errorf("%s: %s, %s; want %s, %s", c.code, zh, en, c.zh, c.en)
		}
	}
}
