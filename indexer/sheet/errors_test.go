package sheet

import (
	"testing"

	"chabiao/corpus"
)

// TestRefusalsSayWhatToDo holds every reason why a workbook can't be read to
// saying in both languages what to do.
func TestRefusalsSayWhatToDo(t *testing.T) {
	for _, reason := range []error{ErrPassword, ErrDamaged, ErrBomb, ErrNotWorkbook, ErrXLSB, ErrOldXLS, ErrSpreadsheetML, ErrHTML} {
		e, ok := refuse(reason, nil).(*corpus.Error)
		if !ok || e.Hint == "" || e.ZH == "" {
			t.Errorf("%v: %+v", reason, e)
		}
	}
}
