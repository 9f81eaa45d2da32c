using QuantMatrix.Batch;
using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Graph;

using var signals = new StopSignals();
return await new Application(Open, Console.Out, Console.Error).RunAsync(args, signals.Token);

static Session Open()
{
    var settings = SettingsReader.FromEnvironment();
    return new(settings, new Rooms(Console.Out), JobKinds.Standard, Console.Out, Console.Error)
    {
        Terminal = !Console.IsOutputRedirected && !settings.PlainOutput,
    };
}
