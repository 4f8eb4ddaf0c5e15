package main

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const i18nPath = "jolara.com/privacy/views/i18n"

// message is one sentence to translate. Its context and its English are what it is looked up by.
type message struct {
	context, id string
	plural      string   // empty where nothing is counted
	files       []string // where it is said, sorted, from the folder of the views
}

// places tells where a call of i18n has its texts, counted from the context.Context; 0 where it has none.
type places struct{ context, id, plural, rest int }

var calls = map[string]places{
	"T":    {id: 1, rest: 2},
	"N":    {id: 2, plural: 3, rest: 4},
	"C":    {context: 1, id: 2, rest: 3},
	"Rich": {id: 1, rest: 2},
}

// collect returns every message of the Go files below the folder of the views, sorted, or an error that names every call
// which nobody could translate.
func collect(views string) ([]message, error) {
	found := collection{fset: token.NewFileSet(), messages: map[[2]string]message{}}
	err := filepath.WalkDir(views, func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && file == filepath.Join(views, "i18n", "extract"):
			return fs.SkipDir // this program says nothing to people
		case !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go"):
			return nil
		}
		name, err := filepath.Rel(views, file)
		if err != nil {
			return err
		}
		return found.read(file, sourceOf(filepath.ToSlash(name)))
	})
	if err := errors.Join(append(found.wrong, err)...); err != nil {
		return nil, err
	}
	return slices.SortedFunc(maps.Values(found.messages), func(a, b message) int {
		return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.context, b.context))
	}), nil
}

// sourceOf returns the file that people edit: the template of generated Go.
func sourceOf(file string) string {
	if template, generated := strings.CutSuffix(file, "_templ.go"); generated {
		return template + ".templ"
	}
	return file
}

type collection struct {
	fset     *token.FileSet
	messages map[[2]string]message // by context and id
	wrong    []error
}

// read adds the messages of one Go file.
func (c *collection) read(file, source string) error {
	tree, err := parser.ParseFile(c.fset, file, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	called := callNames(tree)
	ast.Inspect(tree, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		name := called(call.Fun)
		at, ok := calls[name]
		if !ok {
			return true
		}
		if err := c.add(call, name, at, source); err != nil {
			c.wrong = append(c.wrong, fmt.Errorf("%s: %s: %w", c.fset.Position(call.Pos()), name, err))
		}
		return true
	})
	return nil
}

// callNames returns a function that names the function of i18n which an expression is, or "".
func callNames(tree *ast.File) func(ast.Expr) string {
	local := ""
	for _, spec := range tree.Imports {
		if imported, err := strconv.Unquote(spec.Path.Value); err == nil && imported == i18nPath {
			local = path.Base(i18nPath)
			if spec.Name != nil {
				local = spec.Name.Name
			}
		}
	}
	return func(fun ast.Expr) string {
		switch fun := fun.(type) {
		case *ast.Ident:
			if tree.Name.Name == path.Base(i18nPath) || local == "." {
				return fun.Name
			}
		case *ast.SelectorExpr:
			if from, ok := fun.X.(*ast.Ident); ok && from.Name == local {
				return fun.Sel.Name
			}
		}
		return ""
	}
}

func (c *collection) add(call *ast.CallExpr, name string, at places, source string) error {
	if len(call.Args) < at.rest {
		return errors.New("arguments are missing")
	}
	text := func(position int) (string, error) {
		if position == 0 {
			return "", nil
		}
		value, ok := literal(call.Args[position])
		if !ok || value == "" {
			return "", errors.New("a sentence has to be a literal, or nobody can translate it")
		}
		return value, nil
	}
	context, errContext := text(at.context)
	id, errID := text(at.id)
	plural, errPlural := text(at.plural)
	if err := cmp.Or(errContext, errID, errPlural); err != nil {
		return err
	}

	given := len(call.Args) - at.rest
	if name == "N" {
		given++ // the number itself
	}
	for _, sentence := range []string{id, plural} {
		if sentence == "" {
			continue
		}
		if err := checkSentence(sentence, name == "Rich", given, call.Ellipsis.IsValid()); err != nil {
			return err
		}
	}

	key := [2]string{context, id}
	m, known := c.messages[key]
	if known && m.plural != plural {
		return fmt.Errorf("%q is said elsewhere with the plural %q", id, m.plural)
	}
	m.context, m.id, m.plural = context, id, plural
	if !slices.Contains(m.files, source) {
		m.files = append(m.files, source)
		slices.Sort(m.files)
	}
	c.messages[key] = m
	return nil
}

// literal returns the text of a string literal, or of several added up.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, e.Kind == token.STRING && err == nil
	case *ast.BinaryExpr:
		left, okLeft := literal(e.X)
		right, okRight := literal(e.Y)
		return left + right, e.Op == token.ADD && okLeft && okRight
	}
	return "", false
}
