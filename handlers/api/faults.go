package api

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"jolara.com/privacy/models"
)

// fieldError says what is wrong with one field.
type fieldError struct {
	Field  string       `json:"field" example:"addresses[0].lines"`
	Code   models.Fault `json:"code" example:"too_long"`
	Detail string       `json:"detail" doc:"a sentence for people"`
}

// maxFaults is how many wrong fields one answer names.
const maxFaults = 100

var faultSentences = map[models.Fault]string{
	models.FaultMissing:   "This field is needed.",
	models.FaultUnknown:   "There is no such field or value.",
	models.FaultMalformed: "This is not of the form that the field has.",
	models.FaultTooLong:   "This is too long.",
	models.FaultFuture:    "This lies in the future.",
	models.FaultPast:      "This lies too far in the past.",
	models.FaultFull:      "These are more than can be kept.",
	models.FaultOfMinor:   "This is not collected from a minor.",
}

func fault(field string, code models.Fault) fieldError {
	return fieldError{Field: field, Code: code, Detail: faultSentences[code]}
}

// faultsOf lists what a rule found wrong.
func faultsOf(wrong models.Invalid) []fieldError {
	var list []fieldError
	for field, code := range wrong {
		list = append(list, fault(field, code))
	}
	return inOrder(list)
}

// invalid returns what a rule found wrong, if err says so.
func invalid(err error) (wrong models.Invalid) {
	errors.As(err, &wrong)
	return wrong
}

// faultsFound lists what huma found wrong with the form of a call. Values are left out: they are personal.
func faultsFound(errs []error) []fieldError {
	var list []fieldError
	for _, err := range errs {
		var found *huma.ErrorDetail
		if errors.As(err, &found) {
			list = append(list, faultFound(found))
		}
	}
	return inOrder(list)
}

func faultFound(found *huma.ErrorDetail) fieldError {
	field := strings.TrimPrefix(found.Location, "body.")
	oneOf, _, _ := strings.Cut(validation.MsgExpectedOneOf, "%")
	var missing string
	switch _, err := fmt.Sscanf(found.Message, validation.MsgExpectedRequiredProperty, &missing); {
	case err == nil && field == "body":
		return fault(missing, models.FaultMissing)
	case err == nil:
		return fault(field+"."+missing, models.FaultMissing)
	case found.Message == validation.MsgUnexpectedProperty:
		return fault(field, models.FaultUnknown)
	case strings.HasPrefix(found.Message, oneOf):
		return fieldError{field, models.FaultUnknown, sentence(found.Message)}
	}
	return fieldError{field, models.FaultMalformed, sentence(found.Message)}
}

func sentence(words string) string { return strings.ToUpper(words[:1]) + words[1:] + "." }

func inOrder(list []fieldError) []fieldError {
	byField := func(a, b fieldError) int { return cmp.Compare(a.Field, b.Field) }
	slices.SortStableFunc(list, byField)
	list = slices.CompactFunc(list, func(a, b fieldError) bool { return a.Field == b.Field })
	return list[:min(len(list), maxFaults)]
}
