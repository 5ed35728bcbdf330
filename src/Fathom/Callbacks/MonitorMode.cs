namespace Fathom.Callbacks;

/// <summary>Which way a monitored figure is better.</summary>
public enum MonitorMode
{
    /// <summary>By its name: losses and errors down, accuracy, AUC, precision and recall up. Other names need <see cref="Min"/> or <see cref="Max"/>.</summary>
    Auto,

    /// <summary>Smaller is better.</summary>
    Min,

    /// <summary>Larger is better.</summary>
    Max,
}
