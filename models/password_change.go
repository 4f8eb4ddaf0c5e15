package models

import "errors"

// PasswordChange is what somebody who is signed in types to replace their password.
type PasswordChange struct {
	Present string
	Next    Password
}

// NewPasswordChange reads what a person typed, or returns an Invalid that names 'present' and 'password'.
func NewPasswordChange(present, next string, person Person) (PasswordChange, error) {
	wrong := Invalid{}
	wrong.add("present", checkTypedPassword(present))
	password, err := NewPassword(next, person.Email, person.Name)
	var refused Invalid
	switch {
	case errors.As(err, &refused):
		wrong["password"] = refused["password"]
	case next == present:
		wrong["password"] = FaultSame
	}
	return PasswordChange{present, password}, wrong.OrNil()
}
