//go:build !linux

package local

import (
	"testing"
	"time"
)

// threadClock is the clock on the wall where a thread has none of its own.
func threadClock(*testing.B) func() time.Duration {
	start := time.Now()
	return func() time.Duration { return time.Since(start) }
}
