namespace Fathom.Initializers;

/// <summary>Which fan of a weight an initializer scales by.</summary>
public enum FanMode
{
    /// <summary>The number of inputs to a unit.</summary>
    FanIn,

    /// <summary>The number of units an input reaches.</summary>
    FanOut,

    /// <summary>The mean of both.</summary>
    FanAverage,
}
