package main

import (
	"bufio"
	"errors"

	"chabiao/corpus/sample"
)

type generateCmd struct {
	Entries int    `required:"" help:"How many entries."`
	Seed    uint64 `default:"1" help:"Same seed, same bytes."`
}

// Run writes a synthetic catalogue to standard output.
func (c *generateCmd) Run(e *env) error {
	if c.Entries < 0 {
		return usageError{errors.New("--entries must not be negative")}
	}
	out := bufio.NewWriterSize(e.stdout, 1<<20)
	if err := sample.Generate(out, c.Entries, c.Seed); err != nil {
		return err
	}
	return out.Flush()
}
