using MathNet.Numerics.Distributions;

namespace Fathom.Validation;

/// <summary>
/// Response surfaces for unit-root distributions. Tau: p-values of MacKinnon (1994, tables 3 and 4), critical values of MacKinnon (2010, table 2; without
/// a constant, of 1996). Rho and DF-GLS: coefficients simulated in MacKinnon's manner for the Python package arch (Sheppard).
/// Rows stand for no trend, constant, linear, quadratic trend; polynomials have rising powers.
/// </summary>
internal static class MacKinnon
{
    private static readonly double[] TauStar = [-1.04, -1.61, -2.89, -3.21];
    private static readonly double[] TauLeast = [-19.04, -18.83, -16.18, -17.17];
    private static readonly double[] TauMost = [double.PositiveInfinity, 2.74, 0.7, 0.54];

    private static readonly double[][] TauSmall =
        [[0.6344, 1.2378, 0.032496], [2.1659, 1.4412, 0.038269], [3.2512, 1.6047, 0.049588], [4.0003, 1.658, 0.048288]];

    private static readonly double[][] TauLarge =
    [
        [0.4797, 0.93557, -0.06999, 0.033066], [1.7339, 0.93202, -0.12745, -0.010368],
        [2.5261, 0.61654, -0.37956, -0.060285], [3.0778, 0.49529, -0.41477, -0.059359],
    ];

    private static readonly double[][][] TauCritical =
    [
        [[-2.56574, -2.2358, -3.627, 0], [-1.94100, -0.2686, -3.365, 31.223], [-1.61682, 0.2656, -2.714, 25.364]],
        [[-3.43035, -6.5393, -16.786, -79.433], [-2.86154, -2.8903, -4.234, -40.040], [-2.56677, -1.5384, -2.809, 0]],
        [[-3.95877, -9.0531, -28.428, -134.155], [-3.41049, -4.3904, -9.036, -45.374], [-3.12705, -2.5856, -3.925, -22.380]],
        [[-4.37113, -11.5882, -35.819, -334.047], [-3.83239, -5.9057, -12.490, -118.284], [-3.55326, -3.6596, -5.293, -63.559]],
    ];

    private static readonly double[] RhoStar = [-1.79146, -5.04709, -9.22766];

    private static readonly double[][] RhoSmall =
        [[0.05872, -0.69633, 0.02471, -0.04283], [1.94205, -1.47677, 0.21163, -0.06288], [4.05596, -2.34128, 0.41403, -0.08312]];

    private static readonly double[][] RhoLarge =
        [[0.56681, 0.67544, 0.06881, 0.00235], [1.70059, 0.49465, 0.02636, 0.00055], [2.60323, 0.39217, 0.01321, 0.00019]];

    private static readonly double[][][] RhoCritical =
    [
        [[-13.30499, 331.55385, -8807.11008, 88544.76648], [-7.82957, 222.75548, -5863.14998, 58024.48295], [-5.57486, 170.79065, -4422.48027, 43264.68244]],
        [[-20.6258, 119.28619, -442.99517, 1082.9222], [-14.09457, 58.46106, -164.08684, 479.02908], [-11.25118, 38.48786, -87.62853, 246.93531]],
        [[-29.3568, 232.33249, -1171.21447, 3166.83631], [-21.71085, 130.15894, -504.95264, 1170.38109], [-18.24475, 93.25896, -305.14509, 581.02963]],
    ];

    public static double TauPValue(double statistic, Trend trend)
    {
        int row = (int)trend;
        if (statistic > TauMost[row])
            return 1;
        return statistic < TauLeast[row] ? 0
            : Normal.CDF(0, 1, Polynomial(statistic <= TauStar[row] ? TauSmall[row] : TauLarge[row], statistic));
    }

    public static CriticalValues TauCriticalValues(Trend trend, int observations) => Critical(TauCritical[(int)trend], observations);

    public static double RhoPValue(double statistic, Trend trend)
    {
        int row = (int)trend;
        return Normal.CDF(0, 1, statistic <= RhoStar[row]
            ? Polynomial(RhoSmall[row], Math.Log(-statistic))
            : Polynomial(RhoLarge[row], statistic));
    }

    public static CriticalValues RhoCriticalValues(Trend trend, int observations) => Critical(RhoCritical[(int)trend], observations);

    public static double GlsPValue(double statistic, Trend trend)
    {
        bool constant = trend == Trend.Constant;
        if (statistic > (constant ? 13.365361509140614 : 8.73743383728356))
            return 1;
        if (statistic < (constant ? -17.561302895074206 : -13.681153542634465))
            return 0;
        double[] polynomial = (constant, statistic <= (constant ? -0.4795076091714674 : -2.1960404365401298)) switch
        {
            (true, true) => [0.67422739, 1.25475826, 0.03572509],
            (true, false) => [0.50612497, 0.98305664, -0.05648525, 0.00140875],
            (false, true) => [2.38767685, 1.57454737, 0.05754439],
            (false, false) => [2.60561421, 1.67850224, 0.0373599, -0.01017936],
        };
        return Normal.CDF(0, 1, Polynomial(polynomial, statistic));
    }

    public static CriticalValues GlsCriticalValues(Trend trend, int observations) => Critical(trend == Trend.Constant
        ?
        [
            [-2.56781793, -20.5575392, 182.727674, -1778.66664], [-1.94363325, -21.7272746, 260.815068, -2269.14916],
            [-1.61998241, -23.2734708, 306.474378, -2574.83557],
        ]
        :
        [
            [-3.40689134, -21.69971242, 27.26295939, -816.84404772], [-2.84677178, -19.69109364, 84.7664136, -799.40722401],
            [-2.55890707, -19.42621991, 116.53759752, -840.31342847],
        ], observations);

    private static CriticalValues Critical(double[][] rows, int observations) =>
        new(Polynomial(rows[0], 1.0 / observations), Polynomial(rows[1], 1.0 / observations), Polynomial(rows[2], 1.0 / observations));

    private static double Polynomial(double[] coefficients, double x)
    {
        double value = 0;
        for (int i = coefficients.Length - 1; i >= 0; i--)
            value = value * x + coefficients[i];
        return value;
    }
}
