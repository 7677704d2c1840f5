// Package corpus says what a standard is: the catalogue entry, its dates,
// statuses and relations, and the kinds of errors that the whole program
// speaks in. It knows nothing of files, indexes or HTTP and imports no sibling
// of its own parent: everything else imports it.
package corpus
