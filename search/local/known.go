package local

import (
	"container/list"
	"strconv"
	"strings"
	"sync"

	seg "chabiao/corpus/segment"

	"github.com/RoaringBitmap/roaring/v2"
)

// knownLists keeps the lists of the words asked for last in a segment: some
// words stand in every other query, and their lists are the longest. It lives
// and goes with the segment's view.
type knownLists struct {
	mu    sync.Mutex
	most  int // bytes
	bytes int
	byKey map[string]*list.Element
	order *list.List // of *knownWord, the last asked for first
}

type knownWord struct {
	key   string
	lists *lists
	bytes int
}

// knownBytes is what a segment's lists may take, for each of its documents.
const knownBytes = 32

// knownLeast is what they may take at least.
const knownLeast = 1 << 20

func newKnownLists(docs int) *knownLists {
	return &knownLists{most: max(knownBytes*docs, knownLeast), byKey: make(map[string]*list.Element), order: list.New()}
}

// get gives the lists of a word, nil if they are not known.
func (k *knownLists) get(key string) *lists {
	k.mu.Lock()
	defer k.mu.Unlock()
	e := k.byKey[key]
	if e == nil {
		return nil
	}
	k.order.MoveToFront(e)
	return e.Value.(*knownWord).lists
}

// put keeps the lists of a word in the place of those not asked for longest.
func (k *knownLists) put(key string, l *lists) {
	w := &knownWord{key, l, l.bytes() + len(key) + 500}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.byKey[key] != nil || 4*w.bytes > k.most {
		return
	}
	k.byKey[key] = k.order.PushFront(w)
	k.bytes += w.bytes
	for k.bytes > k.most {
		last := k.order.Back()
		old := k.order.Remove(last).(*knownWord)
		delete(k.byKey, old.key)
		k.bytes -= old.bytes
	}
}

// size is the memory that the lists take now.
func (k *knownLists) size() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.bytes
}

// bytes is about the memory that the lists take.
func (l *lists) bytes() int {
	n := 0
	counted := make(map[*roaring.Bitmap]bool)
	for _, docs := range l.sets() {
		if *docs != nil && !counted[*docs] {
			counted[*docs] = true
			n += int((*docs).GetSizeInBytes())
		}
	}
	for i := range l.places {
		n += 8*len(l.places[i].bits) + 48
	}
	return n
}

// signature tells words apart that have other lists.
func signature(u *seg.Unit) string {
	var b strings.Builder
	terms := func(list []string) {
		for _, t := range list {
			b.WriteString(t)
			b.WriteByte(0)
		}
	}
	if u.Prefix {
		b.WriteByte('*')
	}
	terms(u.Terms)
	for i := range u.Also {
		b.WriteByte(1)
		b.WriteString(strconv.FormatFloat(float64(u.Also[i].Weight), 'g', -1, 32))
		b.WriteByte(0)
		terms(u.Also[i].Terms)
	}
	for _, ref := range u.Classes {
		b.WriteByte(2)
		b.WriteString(ref.Scheme.String())
		b.WriteString(ref.Code)
	}
	return b.String()
}
