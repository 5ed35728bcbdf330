using System.Diagnostics;
using System.Globalization;

namespace Fathom.Benchmarks;

/// <summary>A Python process that runs the peers' side, one workload at a time, in turn with ours: it says <c>ready</c>, then answers each line with seconds.</summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly Process _process;

    private PythonPeer(Process process) => _process = process;

    /// <summary>Starts Python with a script that lies beside the program; null where there is no such Python, or it lacks what the script imports.</summary>
    public static PythonPeer? Start(string python, string script, params string[] arguments)
    {
        try
        {
            Process process = Process.Start(
                new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, script), .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            var peer = new PythonPeer(process);
            if (process.StandardOutput.ReadLine() == "ready")
                return peer;
            peer.Dispose();
        }
        catch (System.ComponentModel.Win32Exception)
        {
        }

        return null;
    }

    /// <summary>Seconds that one run takes; null where the process has ended.</summary>
    public double? Seconds(string workload)
    {
        try
        {
            _process.StandardInput.WriteLine(workload);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            return null;
        }

        return _process.StandardOutput.ReadLine() is string line ? double.Parse(line, CultureInfo.InvariantCulture) : null;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
