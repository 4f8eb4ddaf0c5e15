package components

import "strconv"

// promiseAddress is where the agreement makes a promise.
func promiseAddress(number int) string { return "/policy#promise-" + strconv.Itoa(number) }
