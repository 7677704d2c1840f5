package server

import (
	"context"
	"crypto/rand"
	"net/http"
	"sync"
	"time"

	"chabiao/corpus"
	"chabiao/indexer/checklist"
	"chabiao/search/check"
)

// Lists are kept in memory for a while, so that their pages can be leafed
// through, filtered, asked for another day and downloaded by their address, also
// without a script; never on disk, and under a key that nobody can guess.
const (
	keepLists     = 30 * time.Minute // since a list was last asked for
	keptBytes     = 192 << 20        // of all lists together, about
	answerBytes   = 1500             // of an answer, about
	maxKeptLists  = 1000
	keptListBytes = 4 << 10 // of a list without anything in it
)

// keptLists holds the lists of all clients.
type keptLists struct {
	mu    sync.Mutex
	lists map[string]*keptList
	bytes int
}

// keptList is a list with what it last came to.
type keptList struct {
	bytes int
	used  time.Time   // guarded by keptLists.mu
	timer *time.Timer // forgets it

	mu   sync.Mutex
	data []byte // of a workbook with several sheets: another may be asked for
	opt  checklist.Options
	list *checklist.List // as it was read first
	// What was asked last: the rows of one selection and their answers.
	selected selection
	shown    *checklist.List
	opts     check.Options
	answers  []check.Answer
}

// selection says where the numbers of a list are; the zero value, where they
// were found.
type selection struct{ Sheet, Column string }

// keep keeps a list and gives its key. Where there is no room the lists that
// have not been asked for the longest go.
func (k *keptLists) keep(l *checklist.List, data []byte, opt checklist.Options) string {
	kept := &keptList{list: l, opt: opt, used: time.Now()}
	kept.bytes = keptListBytes + 2*l.Size() + answerBytes*len(l.Items) // twice: another column may be chosen
	if len(l.Sheets) > 1 {
		kept.data = data
		kept.bytes += len(data)
	}
	key := rand.Text()
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.lists == nil {
		k.lists = make(map[string]*keptList)
	}
	for len(k.lists) > 0 && (k.bytes+kept.bytes > keptBytes || len(k.lists) >= maxKeptLists) {
		k.dropOldest(kept)
	}
	k.lists[key] = kept
	k.bytes += kept.bytes
	kept.timer = time.AfterFunc(keepLists, func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		if k.lists[key] == kept {
			k.drop(key)
		}
	})
	return key
}

// drop forgets a list; k is locked.
func (k *keptLists) drop(key string) {
	k.lists[key].timer.Stop()
	k.bytes -= k.lists[key].bytes
	delete(k.lists, key)
}

// get finds a kept list and has it kept on.
func (k *keptLists) get(key string) (*keptList, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	kept := k.lists[key]
	if kept == nil {
		return nil, corpus.Errorf(corpus.NotFound, "the list is not kept any more: lists are forgotten after %d minutes", int(keepLists.Minutes())).WithField("list").WithHint("send it again")
	}
	kept.used = time.Now()
	kept.timer.Reset(keepLists)
	return kept, nil
}

// read gives the list as it is selected, and what it comes to.
func (s *Server) read(r *http.Request, k *keptList, sel selection, opt check.Options) (*checklist.List, []check.Answer, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.shown != nil && k.selected == sel && k.opts == opt {
		return k.shown, k.answers, nil
	}
	l := k.shown
	if l == nil || k.selected != sel {
		err := s.inTurn(r, func() (err error) {
			l, err = k.sel(r.Context(), sel)
			return err
		})
		if err != nil {
			return nil, nil, err
		}
	}
	answers, err := s.askList(r, l, opt)
	if err != nil {
		return nil, nil, err
	}
	k.selected, k.shown, k.opts, k.answers = sel, l, opt, answers
	s.lists.charge(k, l)
	return l, answers, nil
}

// charge counts what a kept list holds beside what it was read as; where there is
// no room the others that have not been asked for the longest go.
func (k *keptLists) charge(kept *keptList, shown *checklist.List) {
	bytes := keptListBytes + 2*kept.list.Size() + answerBytes*len(kept.list.Items) + len(kept.data)
	if shown != kept.list {
		bytes += 2*shown.Size() + answerBytes*len(shown.Items)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, other := range k.lists {
		if other == kept { // it may have been forgotten meanwhile
			k.bytes += bytes - kept.bytes
			kept.bytes = bytes
		}
	}
	for k.bytes > keptBytes && k.dropOldest(kept) {
	}
}

// dropOldest forgets the list that has not been asked for the longest, but not
// one; whether there was another.
func (k *keptLists) dropOldest(but *keptList) bool {
	oldest := ""
	for key, other := range k.lists {
		if other != but && (oldest == "" || other.used.Before(k.lists[oldest].used)) {
			oldest = key
		}
	}
	if oldest != "" {
		k.drop(oldest)
	}
	return oldest != ""
}

// sel takes the numbers from where they are asked for.
func (k *keptList) sel(ctx context.Context, sel selection) (*checklist.List, error) {
	if sel == (selection{}) {
		return k.list, nil
	}
	if sel.Sheet != "" && sel.Sheet != k.list.Sheet {
		if k.data == nil {
			return nil, corpus.Errorf(corpus.InvalidArgument, "the list has no sheet %q", sel.Sheet).WithField("sheet").WithHint("leave it out")
		}
		opt := k.opt
		opt.Sheet, opt.Column = sel.Sheet, sel.Column
		return checklist.Read(ctx, k.list.Name, k.data, opt)
	}
	if sel.Column == "" {
		return k.list, nil
	}
	return k.list.Take(sel.Column)
}
