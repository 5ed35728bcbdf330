namespace Fathom.Tables;

/// <summary>Files of the course "Deep Learning in Finance".</summary>
internal static class CourseDatasets
{
    public static readonly DatasetEntry[] Entries =
    [
        new("airline_passengers.csv", "course/airline_passengers.csv", "Monthly airline passengers 1949–1960, in thousands (Box and Jenkins, series G)",
            "Box & Jenkins", 2_036, "d6159c6f8243ed52f6dad223958e350c11f2bd317d9116bf663c7e7682607ac2"),
        new("employee.csv", "course/employee.csv", "Employee churn: 14,999 employees, target \"left\"",
            "none stated", 566_785, "60bc84bda7946a5c70a629037928713a5a03437ba286033157b8c96a2eaa8740")
        {
            Address = new("https://raw.githubusercontent.com/PJalgotrader/Deep_forecasting-USU/HEAD/data/employee.csv"),
        },
        new("Logan_housing.csv", "course/Logan_housing.csv", "House sales in Logan, Utah",
            "none stated", 269_692, "703ad9e76e56ea5abadb2fe01090cb38bebd9a353a3cad3253913b4232f960f0"),
        new("US_macro_monthly.csv", "course/US_macro_monthly.csv", "US monthly macroeconomic series from 1992",
            "US government data", 23_022, "0942f41bce733a51578cf3bf47e75c226ec75e8fc8fb4ad06d41d1196a34715d")
        {
            Address = new("https://raw.githubusercontent.com/PJalgotrader/Deep_forecasting-USU/HEAD/data/US_macro_monthly.csv"),
        },
        new("US_macro_Quarterly.csv", "course/US_macro_Quarterly.csv", "US quarterly macroeconomic series from 1959",
            "US government data", 18_230, "7831e67e07896c3c66b906f24049336f8f536a8444bcd89a03c735417dee37ad")
        {
            Address = new("https://raw.githubusercontent.com/PJalgotrader/Deep_forecasting-USU/HEAD/data/US_macro_Quarterly.csv"),
        },
        new("yfinance.csv", "course/yfinance.csv", "Daily bars 2018–2023 of AAPL, GLD, MSFT, QQQ, SPY, TSLA and USO; columns are named \"Close AAPL\"",
            "Yahoo; no licence", 1_054_903, "42ef2d610984d586e0604ea347334cbea96e103f6445b958c9dc56f2f0ca3bca")
        {
            Address = new("https://raw.githubusercontent.com/PJalgotrader/Deep_forecasting-USU/HEAD/data/yfinance.csv"),
            Read = new() { HeaderRows = 2 },
        },
    ];
}
