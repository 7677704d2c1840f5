package catalogue

import "context"

// Foresee tells what Apply would count of groups of different keys that a
// delivery of a source brings (source may be empty), and changes nothing. Of
// several calls each sees the catalogue as it is.
func (c *Catalogue) Foresee(ctx context.Context, source string, groups []Group) (Counts, error) {
	l := &layer{source: source, held: make(map[string]*held, len(groups))}
	keys := make([]string, 0, len(groups))
	for _, g := range groups {
		keys = append(keys, g[0].Key)
	}
	stmt, err := c.read.PrepareContext(ctx, inSQL(heldByKey))
	if err != nil {
		return Counts{}, err
	}
	defer stmt.Close()
	err = lookUp(ctx, stmt, nil, keys, func(scan func(...any) error) error {
		h, err := scanHeld(scan)
		if err == nil {
			l.held[h.key] = h
		}
		return err
	})
	if err != nil {
		return Counts{}, err
	}
	out, err := l.all(groups)
	var n Counts
	for i := range out {
		n.Add(out[i].counts)
	}
	return n, err
}
