using Fathom.Cli.Rendering;
using Fathom.Cli.Terminals;

namespace Fathom.Cli.Tests.Rendering;

public class FiguresTests
{
    [Theory]
    [InlineData(0.04, "0.04 s")]
    [InlineData(1.24, "1.2 s")]
    [InlineData(59.96, "1 m 00 s")]
    [InlineData(185, "3 m 05 s")]
    [InlineData(7620, "2 h 07 m")]
    public void Durations(double seconds, string shown) => Assert.Equal(shown, Figures.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0.00001, "<0.001")]
    [InlineData(0.0042, "0.0042")]
    [InlineData(0.0123, "0.012")]
    [InlineData(0.644, "0.64")]
    public void P_values_have_two_figures(double p, string shown) => Assert.Equal(shown, Figures.PValue(p));

    [Fact]
    public void A_skill_that_rounds_to_nothing_has_no_sign() => Assert.Equal("0.0", Figures.Percent(-0.0002));

    [Fact]
    public void A_column_shows_its_smallest_value_with_four_figures()
    {
        Assert.Equal(4, Figures.Decimals([0.7891, 12.3]));
        Assert.Equal(6, Figures.Decimals([0.007891, 0.0]));
        Assert.Equal("12,345", Figures.Fixed(12345.4, Figures.Decimals([12345.4])));
    }

    [Fact]
    public void Signs_are_spelt_where_the_console_has_none()
    {
        const string text = "Diebold–Mariano: −0.2 % ± 0.1, 5 folds × 3 seeds, σ";
        Assert.Equal("Diebold-Mariano: -0.2 % +/- 0.1, 5 folds x 3 seeds, sigma", new Glyphs(unicode: false).Text(text));
        Assert.Equal(text, new Glyphs(unicode: true).Text(text));
    }
}
