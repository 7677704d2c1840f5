package local

import (
	"runtime"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// threadClock keeps the goroutine on its thread for the benchmark and gives the
// processor time that the thread has had: on a machine that others use too, what
// work costs rather than how long it waited.
func threadClock(b *testing.B) func() time.Duration {
	runtime.LockOSThread()
	b.Cleanup(runtime.UnlockOSThread)
	const threadCPU = 3 // CLOCK_THREAD_CPUTIME_ID
	return func() time.Duration {
		var ts syscall.Timespec
		if _, _, e := syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, threadCPU, uintptr(unsafe.Pointer(&ts)), 0); e != 0 {
			b.Fatal(e)
		}
		return time.Duration(ts.Nano())
	}
}
