package inverted

import "encoding/binary"

// smallSet is how many documents are written as arrays without asking roaring,
// which would build and drop a bitmap for each of millions of terms. It must
// not exceed what roaring keeps as arrays (4,096 a container).
const smallSet = 1024

// noRuns begins a roaring bitmap without run containers.
const noRuns = 12346

// smallSetSize is how many bytes appendSmallSet appends.
func smallSetSize(docs []uint32) int { return 8 + 8*containers(docs) + 2*len(docs) }

func containers(docs []uint32) int {
	n := 0
	for i, d := range docs {
		if i == 0 || d>>16 != docs[i-1]>>16 {
			n++
		}
	}
	return n
}

// appendSmallSet appends ascending numbers as a roaring bitmap of array
// containers: https://github.com/RoaringBitmap/RoaringFormatSpec.
func appendSmallSet(b []byte, docs []uint32) []byte {
	n := containers(docs)
	b = binary.LittleEndian.AppendUint32(b, noRuns)
	b = binary.LittleEndian.AppendUint32(b, uint32(n))
	for from := 0; from < len(docs); {
		to := containerEnd(docs, from)
		b = binary.LittleEndian.AppendUint16(b, uint16(docs[from]>>16))
		b = binary.LittleEndian.AppendUint16(b, uint16(to-from-1))
		from = to
	}
	at := 8 + 8*n
	for from := 0; from < len(docs); {
		to := containerEnd(docs, from)
		b = binary.LittleEndian.AppendUint32(b, uint32(at))
		at += 2 * (to - from)
		from = to
	}
	for _, d := range docs {
		b = binary.LittleEndian.AppendUint16(b, uint16(d))
	}
	return b
}

func containerEnd(docs []uint32, from int) int {
	to := from + 1
	for to < len(docs) && docs[to]>>16 == docs[from]>>16 {
		to++
	}
	return to
}
