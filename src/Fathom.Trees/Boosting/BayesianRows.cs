namespace Fathom.Trees;

/// <summary>The Bayesian bootstrap (Rubin 1981; CatBoost's "Bayesian"): every row takes part with a random weight (−ln u)^T, u uniform, drawn anew each round.</summary>
internal sealed record BayesianRows : RowSampling
{
    internal BayesianRows(double temperature)
    {
        if (!(temperature >= 0 && double.IsFinite(temperature)))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "The temperature is a finite number from 0.");
        Temperature = temperature;
    }

    internal double Temperature { get; }
}
