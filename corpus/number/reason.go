package number

import "errors"

var reasonsZH = map[error]string{
	ErrEmpty:   "没有内容",
	ErrDigits:  "没有数字：标准号要有顺序号",
	ErrLong:    "太长，不是一个标准号",
	ErrText:    "是一段文字，不是一个标准号",
	ErrSeveral: "含有几个标准号：请分开写",
	ErrDate:    "是日期，不是标准号",
	ErrShort:   "太短：没有已知的标准代号，也不像顺序号",
}

// Reason says in Chinese ("zh") or English why Parse refused a text.
func Reason(err error, lang string) string {
	if lang == "zh" {
		for known, text := range reasonsZH {
			if errors.Is(err, known) {
				return text
			}
		}
	}
	return err.Error()
}
