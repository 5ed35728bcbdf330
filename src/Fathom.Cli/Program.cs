using Fathom.Cli;
using Fathom.Cli.Terminals;

using var cancel = new CancelSignal();
return (int)await new FathomTool(Terminal.System()).RunAsync(args, cancel.Token).ConfigureAwait(false);
