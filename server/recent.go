package server

import "sync"

// recentPreviews are the previews begun lately with the names of their files,
// so that a page can lead back to one. Those that are gone by now are left out
// by who reads it.
type recentPreviews struct {
	mu   sync.Mutex
	list []recentPreview
}

type recentPreview struct {
	ID    int64
	Files []string
}

// maxRecent is how many are remembered; the importer keeps no more either.
const maxRecent = 20

func (p *recentPreviews) remember(id int64, files []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.list) == maxRecent {
		p.list = append(p.list[:0], p.list[1:]...)
	}
	p.list = append(p.list, recentPreview{id, files})
}

// files are the names of a preview's files; nil when it is not remembered.
func (p *recentPreviews) files(id int64) []string {
	for _, r := range p.all() {
		if r.ID == id {
			return r.Files
		}
	}
	return nil
}

// all gives them, the newest first.
func (p *recentPreviews) all() []recentPreview {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := make([]recentPreview, 0, len(p.list))
	for i := len(p.list) - 1; i >= 0; i-- {
		out = append(out, p.list[i])
	}
	return out
}
