package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
)

// activityBody describes a row. It is read by readActivity: a thousand rows come in one call, and each is walked once.
type activityBody struct {
	EventID  string `json:"event_id" doc:"the sender's own id of the event"`
	Person   string `json:"person" doc:"Jolara's own id of the person"`
	Kind     string `json:"kind" enum:"browse,click,search,favourite,transaction,after_sales,sign_in,sign_in_failed,sign_out,session_ended,sessions_ended"`
	At       string `json:"at" format:"date-time"`
	Detail   string `json:"detail,omitempty" maxLength:"500" doc:"what: a page, a search, an order with its amount"`
	IP       string `json:"ip,omitempty" doc:"kept in full with the security log, shortened with behaviour, and not with trade"`
	Browser  string `json:"browser,omitempty" maxLength:"500"`
	Operator string `json:"operator,omitempty" maxLength:"200" doc:"telecom operator"`
	Language string `json:"language,omitempty" maxLength:"200"`
}

// errNoRow says that a line is no JSON object.
var errNoRow = echo.NewHTTPError(http.StatusBadRequest)

// readActivity reads a row as strictJSON reads a body. It is errNoRow, or an Invalid that names what is no text or no field;
// the rest is for the rules to check.
func readActivity(text []byte) (row models.SentActivity, err error) {
	var sent activityBody
	wrong, err := readTexts(text, sent.field)
	if err != nil {
		return row, err
	}
	row = models.SentActivity{EventID: sent.EventID, Person: sent.Person, Activity: models.Activity{
		Kind: models.ActivityKind(sent.Kind), Detail: sent.Detail, IP: sent.IP, Browser: sent.Browser, Operator: sent.Operator, Language: sent.Language,
	}}
	if sent.At != "" {
		row.At = parseTime(sent.At, "at", wrong)
	}
	return row, wrong.OrNil()
}

// field is where a field of that name belongs, nil for one that there is not.
func (b *activityBody) field(name string) *string {
	switch name {
	case "event_id":
		return &b.EventID
	case "person":
		return &b.Person
	case "kind":
		return &b.Kind
	case "at":
		return &b.At
	case "detail":
		return &b.Detail
	case "ip":
		return &b.IP
	case "browser":
		return &b.Browser
	case "operator":
		return &b.Operator
	case "language":
		return &b.Language
	}
	return nil
}

// readTexts reads an object whose values are texts or null, which is like leaving the field out. What is proven to be JSON
// is walked without asking again what each byte means: a decoder's tokens take ten times as long.
func readTexts(object []byte, field func(name string) *string) (wrong models.Invalid, err error) {
	if !utf8.Valid(object) || !json.Valid(object) || object[0] != '{' {
		return nil, errNoRow
	}
	wrong = models.Invalid{}
	named := map[string]bool{}
	for rest := skipTo(object[1:]); rest[0] != '}'; rest = skipTo(rest) {
		name, after := textAt(rest)
		if named[name] {
			return nil, errNoRow
		}
		named[name] = true
		value := skipTo(after)
		rest = afterValue(value)
		switch place := field(name); {
		case place == nil:
			wrong[name] = models.FaultUnknown
		case value[0] == '"':
			*place, _ = textAt(value)
		case value[0] != 'n': // null
			wrong[name] = models.FaultMalformed
		}
	}
	return wrong, nil
}

// skipTo skips what stands between the names and values of an object.
func skipTo(rest []byte) []byte { return bytes.TrimLeft(rest, " \t\r\n,:") }

// textAt reads the text at the beginning of rest, and returns what is behind it.
func textAt(rest []byte) (text string, after []byte) {
	after = afterText(rest)
	literal := rest[:len(rest)-len(after)]
	if bytes.IndexByte(literal, '\\') < 0 {
		return string(literal[1 : len(literal)-1]), after
	}
	_ = json.Unmarshal(literal, &text) // it is a text
	return text, after
}

func afterText(rest []byte) []byte {
	for i := 1; ; i++ {
		switch rest[i] {
		case '\\':
			i++
		case '"':
			return rest[i+1:]
		}
	}
}

// afterValue skips a value of any kind.
func afterValue(rest []byte) []byte {
	for depth := 0; ; {
		switch rest[0] {
		case '"':
			rest = afterText(rest)
		case '{', '[':
			depth, rest = depth+1, rest[1:]
		case '}', ']':
			depth, rest = depth-1, rest[1:]
		case ' ', '\t', '\r', '\n', ',', ':':
			rest = rest[1:]
		default: // a number, true, false or null
			rest = rest[max(1, bytes.IndexAny(rest, " \t\r\n,:}]")):]
		}
		if depth == 0 {
			return rest
		}
	}
}
