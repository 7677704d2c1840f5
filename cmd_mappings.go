package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"chabiao/corpus/catalogue"
)

type mappingsCmd struct {
	List   mappingsListCmd   `cmd:"" default:"withargs" help:"List the kept mappings of columns 已存的列对应."`
	Delete mappingsDeleteCmd `cmd:"" help:"Delete a kept mapping; imports made with it stay 删除列对应."`
}

type (
	mappingsListCmd   struct{}
	mappingsDeleteCmd struct {
		Name string `arg:"" help:"Name that the mapping was kept under."`
	}
)

// Run lists the kept mappings. It only reads, also beside a server.
func (mappingsListCmd) Run(e *env) error {
	return e.reading(func(cat *catalogue.Catalogue) error {
		list, err := cat.Mappings(e.ctx)
		if err != nil {
			return err
		}
		for _, m := range list {
			if e.json {
				err = e.print(struct {
					catalogue.SavedMapping
					Settings json.RawMessage `json:"settings"`
				}{m, m.Data})
			} else {
				_, err = fmt.Fprintf(e.stdout, "%s  %s  %s\n", m.Name, m.Saved.Local().Format("2006-01-02 15:04"), m.Data)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Run deletes a kept mapping: here, or in the server that holds the directory.
func (c *mappingsDeleteCmd) Run(e *env) error {
	d, err := holdDataDir(e.ctx, e.data, "imports mappings delete")
	var held *heldError
	switch {
	case errors.As(err, &held) && held.by.Addr != "":
		err = held.client().drop(e.ctx, "/mappings/"+pathSegment(c.Name))
	case err == nil:
		err = errors.Join(d.cat.DeleteMapping(e.ctx, c.Name), d.close())
	}
	if err != nil {
		return err
	}
	if e.json {
		return e.print(map[string]string{"mapping": strings.TrimSpace(c.Name), "state": "deleted"})
	}
	_, err = fmt.Fprintf(e.stdout, "mapping %s deleted\n", c.Name)
	return err
}

// pathSegment writes a name as one segment of an address. Points are escaped
// too: a segment of nothing else would mean a folder.
func pathSegment(name string) string {
	return strings.ReplaceAll(url.PathEscape(name), ".", "%2E")
}
