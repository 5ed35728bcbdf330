using System.Diagnostics;
using System.Globalization;

namespace Fathom.Benchmarks.Validation;

/// <summary>A Python process that runs the peers' side, one workload at a time.</summary>
internal sealed class Peers : IDisposable
{
    private readonly Process _process;

    private Peers(Process process) => _process = process;

    /// <summary>Starts Python; null where there is none with NumPy and statsmodels.</summary>
    public static Peers? Start(string python)
    {
        try
        {
            Process process = Process.Start(new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "peers.py")]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            var peers = new Peers(process);
            if (peers.Seconds("adf") is not null)
                return peers;
            peers.Dispose();
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
