package problem

import (
	"cmp"
	"maps"
	"slices"
)

// Rows that are rejected.
const (
	NumberMissing    Kind = "number_missing"
	NumberUnreadable Kind = "number_unreadable"
	RowUnreadable    Kind = "row_unreadable"
)

// Rows that are no entries and are passed over.
const (
	HeaderRepeated Kind = "header_repeated"
	RemarkRow      Kind = "remark_row"
	BlankRow       Kind = "blank_row"
)

// Doubts about one row.
const (
	NumberPrefixUnknown        Kind = "number_prefix_unknown"
	CurrentButWithdrawn        Kind = "current_but_withdrawn"
	UpcomingButImplemented     Kind = "upcoming_but_implemented"
	CurrentButNotImplemented   Kind = "current_but_not_implemented"
	WithdrawnBeforePublished   Kind = "withdrawn_before_published"
	ImplementedBeforePublished Kind = "implemented_before_published"
	DateFarFuture              Kind = "date_far_future"
	DateYearDiffers            Kind = "date_year_differs"
	SelfReplacement            Kind = "self_replacement"
	ClassUnknown               Kind = "class_unknown"
	TitleMissing               Kind = "title_missing"
	TitleIsNumber              Kind = "title_is_number"
	Mojibake                   Kind = "mojibake"
	CellsTooMany               Kind = "cells_too_many"
	CellFailed                 Kind = "cell_failed"
	StatusUnknown              Kind = "status_unknown"
	DateUnreadable             Kind = "date_unreadable"
	DateAmbiguous              Kind = "date_ambiguous"
	DateTail                   Kind = "date_tail"
	PagesUnreadable            Kind = "pages_unreadable"
	RelationUnreadable         Kind = "relation_unreadable"
	RelationText               Kind = "relation_text"
	DegreeUnknown              Kind = "degree_unknown"
	ClassUnreadable            Kind = "class_unreadable"
	ValueShape                 Kind = "value_shape"
	NumberTitleDiffers         Kind = "number_title_differs"
)

// Doubts that only the whole file or the catalogue shows.
const (
	ReplacedButInForce       Kind = "replaced_but_in_force"
	ReplacementCycle         Kind = "replacement_cycle"
	RelationUnknown          Kind = "relation_unknown"
	DuplicateNumberDifferent Kind = "duplicate_number_different"
	DuplicateNumberSame      Kind = "duplicate_number_same"
)

// What was changed as understood.
const (
	NumberRewritten   Kind = "number_rewritten"
	NumberJoined      Kind = "number_joined"
	NumberTitleSplit  Kind = "number_title_split"
	NumberStatusSplit Kind = "number_status_split"
	NumberLanguage    Kind = "number_language"
	TitleNumberCut    Kind = "title_number_cut"
	TitleSpaces       Kind = "title_spaces"
	TitleWidth        Kind = "title_width"
	TitleMarks        Kind = "title_marks"
	Markup            Kind = "markup"
	StatusSplit       Kind = "status_split"
	StatusFromStage   Kind = "status_from_stage"
	DatePlaceholder   Kind = "date_placeholder"
	DateSerial        Kind = "date_serial"
	DateCentury       Kind = "date_century"
	DateEra           Kind = "date_era"
	DateOrder         Kind = "date_order"
	RelationWordCut   Kind = "relation_word_cut"
	DegreeRead        Kind = "degree_read"
	ClassRepaired     Kind = "class_repaired"
	ClassRewritten    Kind = "class_rewritten"
	ClassNameCut      Kind = "class_name_cut"
	PagesRead         Kind = "pages_read"
	LanguageRead      Kind = "language_read"
	ColumnRepeated    Kind = "column_repeated"
)

// Kinds lists every registered kind: errors first, then warnings, then infos,
// each in the order of their codes.
func Kinds() []Kind {
	return slices.SortedFunc(maps.Keys(registry), func(a, b Kind) int {
		if c := cmp.Compare(b.Severity(), a.Severity()); c != 0 {
			return c
		}
		return cmp.Compare(a, b)
	})
}
