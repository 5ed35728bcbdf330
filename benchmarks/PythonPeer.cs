using System.Diagnostics;
using System.Globalization;

namespace Fathom.Benchmarks;

/// <summary>A Python process that runs the peers' side, one workload at a time, in turn with ours: it says <c>ready</c>, then answers each line with seconds, or several numbers.</summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly Process _process;

    private PythonPeer(Process process) => _process = process;

    /// <summary>Starts Python with a script that lies beside the program.</summary>
    /// <param name="python">The Python to run; empty: each python3 on PATH is tried, for often only one of them has the peers' packages.</param>
    /// <param name="script">The script's file name.</param>
    /// <param name="arguments">The script's arguments.</param>
    /// <returns>Null where there is no such Python, or none has what the script imports.</returns>
    public static PythonPeer? Start(string python, string script, params string[] arguments) =>
        (python.Length > 0 ? [python] : OnPath()).Select(candidate => TryStart(candidate, script, arguments)).FirstOrDefault(peer => peer is not null);

    /// <summary>Seconds that one run takes; null where the process has ended.</summary>
    public double? Seconds(string workload) => Ask(workload)?[0];

    /// <summary>The numbers that the script answers a line with; null where the process has ended.</summary>
    public double[]? Ask(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            return null;
        }

        return _process.StandardOutput.ReadLine() is string answer ? [.. answer.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))] : null;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>The files that the shell would start for python3, in its order; on Windows python.exe.</summary>
    private static IEnumerable<string> OnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "python.exe" : "python3")).Where(File.Exists);

    private static PythonPeer? TryStart(string python, string script, string[] arguments)
    {
        try
        {
            Process process = Process.Start(
                new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, script), .. arguments])
                {
                    RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
                })!;
            var errors = new StringWriter();
            process.ErrorDataReceived += (_, line) => errors.WriteLine(line.Data);
            process.BeginErrorReadLine();
            var peer = new PythonPeer(process);
            if (process.StandardOutput.ReadLine() == "ready")
                return peer;
            peer.Dispose();
            Console.WriteLine($"{python}: {errors.ToString().Trim().Split('\n')[^1]}");
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            Console.WriteLine(error.Message);
        }

        return null;
    }
}
