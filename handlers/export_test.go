package handlers

import "github.com/labstack/echo/v4"

// Routes lists every address of the portal as 'METHOD path', for the access matrix.
func Routes(d Deps) []string {
	var list []string
	for _, r := range newEcho(d).Routes() {
		if r.Method != echo.RouteNotFound {
			list = append(list, r.Method+" "+r.Path)
		}
	}
	return list
}
