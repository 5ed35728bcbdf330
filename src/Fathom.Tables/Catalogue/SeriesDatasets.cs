namespace Fathom.Tables;

/// <summary>Series that are not prices.</summary>
internal static class SeriesDatasets
{
    public static readonly DatasetEntry[] Entries =
    [
        new("airline-passengers.csv", "timeseries/airline-passengers.csv", "Monthly airline passengers 1949–1960, in thousands",
            "CC BY 4.0 at UCI", 2_180, "8cb51be753a718d9be5d76d7e238cc224792754676adc21faa59e954b0201621")
        {
            Address = new("https://raw.githubusercontent.com/jbrownlee/Datasets/HEAD/airline-passengers.csv"),
        },
        new("beijing_pm25.csv", "timeseries/beijing_pm25.csv", "Hourly air quality and weather in Beijing 2010–2014",
            "CC BY 4.0 at UCI", 2_010_492, "892e9559205d16d32623135c127a3951c12e46ea1e0b3093e107ce89a9fd60e2")
        {
            Address = new("https://raw.githubusercontent.com/jbrownlee/Datasets/HEAD/pollution.csv"),
        },
        new("jena_mpi_weather_2020.parquet", "timeseries/jena_mpi_weather_2020.parquet", "Weather at Jena in 2020, every ten minutes",
            "none stated; Max Planck Institute for Biogeochemistry", 2_292_883, "793810dc9605af534901130098424d92759e5aa012cb3a44b1560e1d1e690ec4")
        {
            Address = new("https://raw.githubusercontent.com/avilarenan/CommonDataSets/HEAD/raw/weather/weather.parquet"),
        },
        new("macrodata.csv", "timeseries/macrodata.csv", "US quarterly macroeconomic series 1959–2009",
            "public domain (FRED)", 17_829, "d93c0d3a7a77ef83c3af14e46032bb1d02ae3a512b22ab94159a8ca226fcf708")
        {
            Address = new("https://raw.githubusercontent.com/statsmodels/statsmodels/HEAD/statsmodels/datasets/macrodata/macrodata.csv"),
        },
        // The file's source publishes no hash; the size is the one that downloads of it report.
        new("jena_climate_2009_2016.csv.zip", "timeseries/jena_climate_2009_2016.csv.zip", "Weather at Jena 2009–2016, every ten minutes, 420,551 rows",
            "none stated; Max Planck Institute for Biogeochemistry", 13_568_290, null)
        {
            Address = new("https://s3.amazonaws.com/keras-datasets/jena_climate_2009_2016.csv.zip"),
        },
    ];
}
