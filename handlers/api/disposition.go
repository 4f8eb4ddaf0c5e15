package api

import (
	"mime"
	"strings"
	"unicode"
)

// ContentDisposition says how a browser takes a file, and under which name it saves it (RFC 6266). A name that is no ASCII
// stands there twice, as RFC 5987 has it: browsers take the second, and the few that cannot read it the first.
func ContentDisposition(kind, name string) string {
	header := mime.FormatMediaType(kind, map[string]string{"filename": name})
	plain := strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII {
			return '_'
		}
		return r
	}, name)
	if plain == name {
		return header
	}
	return mime.FormatMediaType(kind, map[string]string{"filename": plain}) + strings.TrimPrefix(header, kind)
}
