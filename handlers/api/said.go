package api

import (
	"encoding/json"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// said is a field of an update, which tells apart what a call leaves out and what it clears by null.
type said[V any] struct {
	value V
	known bool // the call names the field
}

// UnmarshalJSON is called only for a field that the call names.
func (s *said[V]) UnmarshalJSON(text []byte) error {
	s.known = true
	return json.Unmarshal(text, &s.value)
}

// Schema describes the field as what it holds, or null.
func (s said[V]) Schema(r huma.Registry) *huma.Schema {
	schema := *r.Schema(reflect.TypeFor[V](), true, "")
	schema.Nullable = true
	return &schema
}
