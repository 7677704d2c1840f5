package local

import (
	"runtime"
	"runtime/debug"
)

// buildMemory is how much heap a build may take beside what was there before.
const buildMemory = 600 << 20

// limitedGC is how much may be made, in percent of what lives, before the
// collector runs, as long as the limit is far.
const limitedGC = 400

// LimitMemory makes the garbage collector keep the heap within so many bytes
// above what lives now, and gives the function that takes the limit back. Work
// that makes and drops hundreds of megabytes a second would else let as much
// lie as lives. A limit that stands already and is lower stays.
func LimitMemory(more int64) (undo func()) {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	limit := int64(m.HeapAlloc+m.StackSys+m.GCSys) + more
	old := debug.SetMemoryLimit(-1)
	if old < limit {
		return func() {}
	}
	debug.SetMemoryLimit(limit)
	// Within the limit the collector need not hurry.
	percent := debug.SetGCPercent(limitedGC)
	return func() {
		debug.SetMemoryLimit(old)
		debug.SetGCPercent(percent)
	}
}
