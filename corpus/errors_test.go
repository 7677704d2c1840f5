package corpus

import (
	"errors"
	"fmt"
	"testing"
)

func TestChinese(t *testing.T) {
	inner := Errorf(NotFound, "no teapot").WithHint("make one").WithZH("没有茶壶。请做一个。")
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"none":                {nil, ""},
		"no words":            {errors.New("x"), ""},
		"itself":              {inner, "没有茶壶。请做一个。"},
		"wrapped":             {fmt.Errorf("a.csv: %w", inner), "没有茶壶。请做一个。"},
		"wrapped without any": {Errorf(Conflict, "stopped: %w", inner), "没有茶壶。请做一个。"},
		"the outer one first": {Errorf(Conflict, "stopped: %w", inner).WithZH("停了。"), "停了。"},
		"joined":              {errors.Join(errors.New("x"), fmt.Errorf("y: %w", inner)), "没有茶壶。请做一个。"},
		"a reason":            {fmt.Errorf("row 7: %w", Reason("broken", "坏了")), "坏了"},
		"wrapped twice":       {fmt.Errorf("%w and %w", errors.New("x"), inner), "没有茶壶。请做一个。"},
	} {
		if got := Chinese(c.err); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if inner.Error() != "no teapot; make one" {
		t.Errorf("in English: %s", inner.Error())
	}
}
