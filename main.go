// Command chabiao (查标) is a search engine for catalogues of standards: it
// imports them, indexes them and answers over HTTP and on the command line.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// cli is the command line. Every command is a file cmd_NAME.go.
type cli struct {
	Data string `default:"./data" env:"CHABIAO_DATA" help:"Data directory 数据目录." placeholder:"DIR"`
	JSON bool   `name:"json" help:"Print JSON, one object a line 输出 JSON."`

	Serve    serveCmd    `cmd:"" help:"Serve the search page and the API 启动检索服务."`
	Import   importCmd   `cmd:"" help:"Import catalogue files 导入题录文件."`
	Imports  importsCmd  `cmd:"" help:"List imports, show one, take one back, go on with one 导入记录."`
	Search   searchCmd   `cmd:"" help:"Search 检索."`
	Resolve  resolveCmd  `cmd:"" help:"Tell which standards numbers mean 解析并查找标准号."`
	Parse    parseCmd    `cmd:"" help:"Tell the parts of numbers, without a catalogue 解析标准号."`
	Generate generateCmd `cmd:"" help:"Write a synthetic catalogue 生成模拟题录."`
	Index    indexCmd    `cmd:"" help:"Rebuild, verify or describe the index 索引维护."`
	Export   exportCmd   `cmd:"" help:"Write entries out 导出题录."`
	Eval     evalCmd     `cmd:"" help:"Measure how well queries are answered 检索效果评测."`
	Bench    benchCmd    `cmd:"" help:"Measure how fast searches are answered 检索性能评测."`
}

// env is what commands work with.
type env struct {
	ctx    context.Context
	data   string
	json   bool
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
}

// print writes v as a line of JSON.
func (e *env) print(v any) error {
	enc := json.NewEncoder(e.stdout)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// usageError is wrong usage: exit code 2.
type usageError struct{ error }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run runs one command and returns the exit code: 0 success, 1 failure, 2
// wrong usage.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	slog.SetDefault(slog.New(slog.NewTextHandler(stderr, nil)))
	var c cli
	exited := -1
	parser, err := kong.New(&c, kong.Name("chabiao"), kong.Description("查标 · a search engine for standards 标准资源检索"),
		kong.Writers(stdout, stderr), kong.UsageOnError(), kong.Exit(func(code int) { exited = code }))
	if err != nil {
		fmt.Fprintln(stderr, "chabiao:", err)
		return 1
	}
	kctx, err := parser.Parse(args)
	if exited >= 0 { // --help
		return exited
	}
	if err != nil {
		fmt.Fprintf(stderr, "chabiao: %v\n运行 chabiao --help 查看用法; 'chabiao --help' shows the usage\n", err)
		return 2
	}
	err = kctx.Run(&env{ctx: ctx, data: c.Data, json: c.JSON, stdin: stdin, stdout: stdout, stderr: stderr})
	var usage usageError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &usage):
		fmt.Fprintf(stderr, "chabiao: %v\n", err)
		return 2
	default:
		fmt.Fprintf(stderr, "chabiao: %v\n", err)
		return 1
	}
}
