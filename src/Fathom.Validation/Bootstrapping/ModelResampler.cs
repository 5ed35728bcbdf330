namespace Fathom.Validation;

/// <summary>Rebuilds series from a fitted model and innovations that a rule draws.</summary>
internal sealed class ModelResampler(ModelFit fit, ModelResampler.Innovate innovate) : Resampler
{
    private IResidualModel? _model;
    private double[] _innovations = [];

    /// <summary>Draws innovations from residuals.</summary>
    public delegate void Innovate(ref RandomStream random, ReadOnlySpan<double> residuals, Span<double> innovations);

    public override void Bind(double[] series)
    {
        _model = fit(series);
        int fitted = _model.Fitted.Length, residuals = _model.Residuals.Length;
        if (residuals != fitted || fitted > series.Length || fitted == 0)
            throw new ArgumentException($"The model has {fitted} fitted values and {residuals} residuals for {series.Length} observations: give as many residuals as fitted values, at most one per observation.");
        SpanMath.CheckFinite(_model.Residuals, "residuals");
        _innovations = new double[residuals];
    }

    public override void Draw(ref RandomStream random, Span<double> sample)
    {
        innovate(ref random, _model!.Residuals, _innovations);
        _model.Simulate(_innovations, sample);
    }
}
