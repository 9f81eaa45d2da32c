using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace QuantMatrix.Batch.Observe;

/// <summary>Writes log events in the JSON form of the .NET console logger, one a line, at once and to any writer.</summary>
/// <remarks>The console logger itself writes later, from a thread of its own, and only to the console.</remarks>
internal sealed class JsonLog : ILoggerProvider
{
    private readonly TextWriter output;
    private readonly Func<string, string> redact;
    private readonly ServiceProvider services;
    private readonly ConsoleFormatter formatter;

    /// <param name="redact">Removes secrets from a line.</param>
    private JsonLog(TextWriter output, Func<string, string> redact)
    {
        (this.output, this.redact) = (output, redact);
        services = new ServiceCollection().AddLogging(logging => logging.AddJsonConsole(Shape).ClearProviders().AddProvider(this)).BuildServiceProvider();
        formatter = services.GetServices<ConsoleFormatter>().Single(f => f.Name == ConsoleFormatterNames.Json);
    }

    public ILoggerFactory Factory => services.GetRequiredService<ILoggerFactory>();

    [MethodImpl(MethodImplOptions.NoInlining)] // so that a run with text output loads no logging library
    public static JsonLog To(TextWriter output, Func<string, string> redact) => new(output, redact);

    public ILogger CreateLogger(string categoryName) => new Lines(this, categoryName);

    public void Dispose() => services.Dispose();

    private static void Shape(JsonConsoleFormatterOptions options)
    {
        (options.TimestampFormat, options.UseUtcTimestamp) = ("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", true);
        options.JsonWriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }; // a secret is found as it is written
    }

    private void Write(string line)
    {
        lock (services) output.Write(redact(line));
    }

    private sealed class Lines(JsonLog log, string category) : ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            using var line = new StringWriter();
            log.formatter.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), null, line);
            log.Write(line.ToString());
        }
    }
}
