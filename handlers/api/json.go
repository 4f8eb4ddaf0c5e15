package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

const mediaType = "application/json"

// maxDepth is how deep a body may nest; the deepest that means something is an address's line, at four.
const maxDepth = 16

// What a body cannot be read for, beside plain syntax. The texts are answered.
var (
	errEncoding = errors.New("the body is not UTF-8")
	errSyntax   = errors.New("the body is not one JSON value")
	errTwice    = errors.New("an object names a field twice")
	errDepth    = errors.New("the body nests too deep")
)

// strictJSON reads what every reader understands alike (RFC 7493): UTF-8, each name once in its object, nothing after
// the value. encoding/json alone would mend the one and pick the last of the other.
var strictJSON = huma.Format{
	Marshal: huma.DefaultJSONFormat.Marshal,
	Unmarshal: func(body []byte, into any) error {
		if err := checkJSON(body); err != nil {
			return err
		}
		return json.Unmarshal(body, into)
	},
}

// jsonByAnotherName is for media types that end in +json: huma writes a problem by it, and no body is read so.
var jsonByAnotherName = huma.Format{
	Marshal:   huma.DefaultJSONFormat.Marshal,
	Unmarshal: func([]byte, any) error { return huma.ErrUnknownContentType },
}

func checkJSON(body []byte) error {
	if !utf8.Valid(body) {
		return errEncoding
	}
	d := json.NewDecoder(bytes.NewReader(body))
	if err := checkValue(d, 0); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errSyntax
	}
	return nil
}

func checkValue(d *json.Decoder, depth int) error {
	if depth > maxDepth {
		return errDepth
	}
	opening, err := d.Token()
	if err != nil {
		return errSyntax
	}
	if _, nests := opening.(json.Delim); !nests {
		return nil
	}
	names := map[json.Token]bool{}
	for d.More() {
		if opening == json.Delim('{') {
			name, err := d.Token()
			if err != nil {
				return errSyntax
			}
			if names[name] {
				return errTwice
			}
			names[name] = true
		}
		if err := checkValue(d, depth+1); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil { // the closing bracket
		return errSyntax
	}
	return nil
}
